"""Sorted errors, as a curve needs them.

part: training
loses: validate
hint: Your errors are sorted. They must stay in the loader's order, or nobody can tell whose error
    is whose, and the table by attribute mixes all faces up. Whoever draws a curve can sort for
    himself.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images).cpu(), points))
    model.train(was_training)
    return np.sort(np.concatenate(errors))
