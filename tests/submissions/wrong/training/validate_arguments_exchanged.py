"""measure(points, maps).

part: training
loses: validate, no_trace
hint: What you hand to measure is not what it takes: first the predicted maps, then the points,
    both as tensors on the CPU. Leave .numpy() out, for decoding works on tensors; .cpu() is
    enough.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(points, model(images).cpu()))
    model.train(was_training)
    return np.concatenate(errors)
