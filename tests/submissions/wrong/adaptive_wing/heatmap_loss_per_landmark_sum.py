"""Pixels are summed, landmarks are averaged.

part: adaptive_wing
loses: heatmap_loss
hint: You sum over the pixels of a map and average over the landmarks, so your loss is larger by
    the number of pixels in a map (4,096 at 64 x 64) and changes with the resolution. The mean is
    over the pixels, too.
"""


def heatmap_loss(pred, target, weight):
    pixels = adaptive_wing(pred, target) * weight_map(target)
    total = pixels.sum(dim=(2, 3)) * weight
    return total.sum() / weight.sum().clamp(min=1)
