"""Batches smaller than the first are left out.

part: training
loses: validate
hint: The faces of the short last batch are missing from your errors, so they no longer belong to
    the faces by their index. Take every batch, whatever its size.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            if len(images) < loader.batch_size:
                continue
            errors.append(measure(model(images).cpu(), points))
    model.train(was_training)
    return np.concatenate(errors)
