"""The list is overwritten in every batch.

part: training
loses: validate
hint: You return the errors of the last batch only: the variable is overwritten in each round.
    Append to a list, and join its pieces at the end.
"""


def validate(model, loader, measure):
    was_training = model.training
    model.eval()
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors = measure(model(images).cpu(), points)
    model.train(was_training)
    return errors
