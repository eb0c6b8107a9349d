"""Autograd is left on.

part: training
loses: no_trace
hint: Your validation predicts with autograd switched on, so each batch keeps everything that a
    backward pass would need. The errors are right, but memory is wasted, several times that of
    the prediction alone. Predict under torch.no_grad().
"""

import numpy as np


def validate(model, loader, measure):
    training = model.training
    model.eval()
    errors = []
    for images, points in loader:
        errors.append(measure(model(images), points))
    model.train(training)
    return np.concatenate(errors)
