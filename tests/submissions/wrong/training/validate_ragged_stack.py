"""np.stack on batches of different sizes.

part: training
loses: validate, no_trace
hint: Your code stops at the short last batch: pieces of different lengths can be joined with
    np.concatenate, but not with np.stack or np.array.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images).cpu(), points))
    model.train(was_training)
    return np.stack(errors).ravel()
