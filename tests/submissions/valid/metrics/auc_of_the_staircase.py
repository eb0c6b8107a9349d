"""The staircase step by step, from each error to the next.

part: metrics
"""

import torch


def auc(errors, threshold=0.10):
    e = torch.sort(torch.as_tensor(errors)).values
    e = e[e < threshold]
    edges = torch.cat([e, e.new_tensor([threshold])])
    heights = torch.arange(1, len(e) + 1) / len(errors)
    return (heights * edges.diff()).sum() / threshold
