"""A torch generator; tensors in the order of the draw.

part: dataset
"""

import math

import torch


def split_faces(paths, fraction, seed):
    names = sorted(set(paths))
    number = {name: i for i, name in enumerate(names)}
    owner = torch.tensor([number[path] for path in paths])
    order = torch.randperm(len(names), generator=torch.Generator().manual_seed(seed))
    count = math.ceil(fraction * len(names) - 1e-9)
    sides = [torch.isin(owner, part).nonzero().flatten() for part in (order[count:], order[:count])]
    return sides[0].flip(0), sides[1].flip(0)
