"""The landmarks' weights are not used.

part: adaptive_wing
loses: heatmap_loss
hint: Your loss takes the mean over all landmarks, also over those of weight 0. These lie outside
    their heatmap; counting their empty maps teaches the network that they do not exist. Use
    `weight` both in the sum and in the number you divide by.
"""


def heatmap_loss(pred, target, weight):
    return (adaptive_wing(pred, target) * weight_map(target)).mean()
