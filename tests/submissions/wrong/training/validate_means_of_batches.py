"""A list with the mean of each batch.

part: training
loses: validate
hint: You keep one mean for each batch, but the error of every face is wanted, in the loader's
    order. Keep what measure returns and join the pieces with np.concatenate.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images).cpu(), points).mean())
    model.train(was_training)
    return np.array(errors)
