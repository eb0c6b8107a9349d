"""One landmark alone counts half.

part: adaptive_wing
loses: heatmap_loss
hint: Your sum is divided by a number that is too large where a single landmark counts. What keeps
    you from dividing by 0 must change nothing else: clamp(min=1), not 2, and no + 1.
"""


def heatmap_loss(pred, target, weight):
    pixels = adaptive_wing(pred, target) * weight_map(target)
    return (pixels.mean((2, 3)) * weight).sum() / weight.sum().clamp(min=2)
