"""The mean error instead of one for each face.

part: training
loses: validate, no_trace
hint: You return one number, but the error of every face is wanted: failure rate, curve and table
    by attribute are all made from it. Leave the mean to the caller.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images).cpu(), points))
    model.train(was_training)
    return float(np.concatenate(errors).mean())
