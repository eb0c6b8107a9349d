"""A tensor comes back, of one element.

part: metrics
"""

import torch


def failure_rate(errors, threshold=0.10):
    return (torch.from_numpy(errors) > threshold).double().mean(dim=0, keepdim=True)
