"""Training mode afterwards, whatever it was before.

part: training
loses: no_trace
hint: You always switch to training mode at the end, also when the model came in evaluation mode:
    whoever evaluates a finished network twice gets two results. Remember model.training, and
    restore that with model.train(was_training).
"""


def validate(model, loader, measure):
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images).cpu(), points))
    model.train()
    return np.concatenate(errors)
