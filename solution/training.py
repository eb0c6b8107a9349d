"""Training: an epoch, its validation, and the choice of the best epoch."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader


def train_epoch(
    model: nn.Module,
    loader: DataLoader,
    optimizer: torch.optim.Optimizer,
    loss_function: Callable[[Tensor, Tensor, Tensor], Tensor],
) -> float:
    """Train for one pass over the data.

    loader         batches (images, maps, weight), in the order to use them; the last may be smaller
    optimizer      holds the model's parameters
    loss_function  (predicted maps, maps, weight) -> one number to minimise

    For each batch: move it to the model's device, forget the old gradients (the parameters may
    hold some from elsewhere when the epoch begins), predict, take the loss, go back, and let the
    optimizer step once.  The model is in training mode meanwhile, in whatever mode it comes.
    Returns the mean loss over all faces, a number outside of autograd: each batch has the loss it
    had before its step, and it counts by its number of images, so a short last one counts less.
    """
    ### BEGIN SOLUTION
    model.train()
    device = next(model.parameters()).device
    total, count = 0.0, 0
    for batch in loader:
        images, maps, weight = (tensor.to(device, non_blocking=True) for tensor in batch)
        optimizer.zero_grad()
        loss = loss_function(model(images), maps, weight)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count
    ### END SOLUTION


def validate(
    model: nn.Module, loader: DataLoader, measure: Callable[[Tensor, Tensor], np.ndarray]
) -> np.ndarray:
    """The error of each face, without learning anything from it.

    loader   batches (images, points); points (B, 98, 2) in pixels of the images
    measure  (predicted maps, points) -> (B,) the error of each face; it takes two tensors, both
             on the CPU and outside of autograd, the maps just as the model predicts them

    The model predicts in evaluation mode and without gradients.  Afterwards its weights, buffers
    and gradients are as they were, and it is again in the mode it was in before.
    Returns (n,) errors, one for each face in the loader's order, as `measure` gives them.
    """
    ### BEGIN SOLUTION
    was_training = model.training
    model.eval()
    device = next(model.parameters()).device
    errors = []
    with torch.no_grad():
        for images, points in loader:
            errors.append(measure(model(images.to(device)).float().cpu(), points))
    model.train(was_training)
    return np.concatenate(errors)
    ### END SOLUTION


def choose_epoch(history: list[float]) -> int:
    """The index, from 0, of the epoch with the lowest validation NME; of equals the first.

    history  one number for each epoch; an epoch with NaN is never chosen

    Raises ValueError if there is no epoch to choose: none at all, or NaN in every one.
    """
    ### BEGIN SOLUTION
    finite = [index for index, value in enumerate(history) if not math.isnan(value)]
    if not finite:
        raise ValueError("there is no epoch with a validation NME")
    return min(finite, key=lambda index: history[index])
    ### END SOLUTION
