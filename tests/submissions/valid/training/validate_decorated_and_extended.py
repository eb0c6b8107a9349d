"""A decorator, extend, and a list of floats.

part: training
"""

import torch


@torch.no_grad()
def validate(model, loader, measure):
    mode = model.training
    model.eval()
    errors = []
    try:
        for images, points in loader:
            prediction = model(images.to(next(model.parameters()).device))
            errors.extend(measure(prediction.detach().cpu(), points.cpu()).tolist())
    finally:
        model.train(mode)
    return errors
