"""set_grad_enabled(False), and never back.

part: training
loses: no_trace
hint: You switch gradients off for the whole program and not on again: the next epoch's backward()
    fails. Use `with torch.no_grad():`, which ends with its block.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    torch.set_grad_enabled(False)
    errors = [measure(model(images).cpu(), points) for images, points in loader]
    model.train(was_training)
    return np.concatenate(errors)
