"""backward() and a small step for every batch.

part: training
loses: validate, no_trace
hint: Your validation learns: it goes back and changes the weights. The errors are then those of
    faces the network has been trained on, and they say nothing about new ones. No backward(), no
    step.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    for images, points in loader:
        pred = model(images)
        errors.append(measure(pred.detach().cpu(), points))
        pred.square().mean().backward()
        with torch.no_grad():
            for parameter in model.parameters():
                parameter -= 0.05 * parameter.grad
    model.train(was_training)
    return np.concatenate(errors)
