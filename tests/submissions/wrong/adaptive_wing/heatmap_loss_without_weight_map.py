"""The weight map is left out.

part: adaptive_wing
loses: heatmap_loss
hint: Your loss leaves out weight_map: every pixel counts the same, and a dot of 45 pixels drowns
    in 4,096. An all-zero prediction then costs 0.023 in place of 0.258 for a dot of sigma 1.5, so
    there is little reason to leave it. Multiply the pixels' losses by the map first.
"""


def heatmap_loss(pred, target, weight):
    loss = adaptive_wing(pred, target).mean(dim=(2, 3))
    return (loss * weight).sum() / weight.sum().clamp(min=1)
