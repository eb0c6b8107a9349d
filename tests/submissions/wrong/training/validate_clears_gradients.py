"""The gradients are cleared on the way.

part: training
loses: no_trace
hint: Your validation clears the model's gradients. Whoever accumulates gradients over several
    batches loses them in a validation between. Leave zero_grad() to the training.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images).cpu(), points))
    model.zero_grad()
    model.train(was_training)
    return np.concatenate(errors)
