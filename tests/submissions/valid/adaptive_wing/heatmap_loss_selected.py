"""Landmarks are selected by a boolean index.

part: adaptive_wing
"""


def heatmap_loss(pred, target, weight):
    chosen = weight.bool()
    if not chosen.any():
        return (pred * 0).sum()
    p, t = pred[chosen], target[chosen]
    weights = weight_map(target)[chosen]
    return (adaptive_wing(p, t) * weights).mean()
