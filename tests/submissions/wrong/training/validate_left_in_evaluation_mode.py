"""The mode is not restored.

part: training
loses: no_trace
hint: You leave the model in evaluation mode (if you do read model.training, you may read it after
    eval(), when it is always False). Unless somebody calls train() again, the rest of the
    training runs without new statistics in BatchNorm and without dropout. Remember the mode
    first, and restore it at the end.
"""


def validate(model, loader, measure):
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images).cpu(), points))
    return np.concatenate(errors)
