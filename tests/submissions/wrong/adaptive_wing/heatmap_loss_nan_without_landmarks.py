"""NaN for a batch in which no landmark counts.

part: adaptive_wing
loses: heatmap_loss
hint: If no landmark of a batch counts, your loss is 0 / 0, not a number, and one such batch is
    enough to turn every parameter of the network into NaN. The loss of such a batch is 0: keep
    the divisor from becoming 0.
"""


def heatmap_loss(pred, target, weight):
    per_landmark = (adaptive_wing(pred, target) * weight_map(target)).mean(dim=(2, 3))
    return (per_landmark * weight).sum() / weight.sum()
