"""Landmarks of weight 0 are left out of the sum, but counted in the divisor.

part: adaptive_wing
loses: heatmap_loss
hint: You leave landmarks of weight 0 out of the sum, but still divide by the number of all
    landmarks: a face that is half outside gets half the loss. Divide by what you have summed
    over, the pixels of the landmarks whose weight is 1.
"""


def heatmap_loss(pred, target, weight):
    loss = adaptive_wing(pred, target) * weight_map(target)
    loss = loss * weight.unsqueeze(-1).unsqueeze(-1)
    return loss.mean()
