"""No model.eval(): BatchNorm and dropout go on as in training.

part: training
loses: validate, no_trace
hint: You validate in training mode: a face's error then depends on the other faces of its batch,
    dropout makes it random, and BatchNorm learns from the faces that should judge it. no_grad
    does not prevent that. Call model.eval() first.
"""


def validate(model, loader, measure):
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images).cpu(), points))
    return np.concatenate(errors)
