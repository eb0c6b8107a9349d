"""One pass, strictly smaller wins.

part: training
"""

import torch


def choose_epoch(history):
    best = None
    for epoch in range(len(history)):
        if history[epoch] != history[epoch]:
            continue
        if best is None or history[epoch] < history[best]:
            best = epoch
    if best is None:
        raise ValueError("no epoch")
    return torch.tensor(best)
