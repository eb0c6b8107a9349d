"""The loss of a batch is a sum.

part: adaptive_wing
loses: heatmap_loss
hint: Your loss is a sum over pixels where the mean is asked for. It grows with the number of
    pixels, landmarks and faces, so a learning rate that suits one batch size fails with another
    (and a sum is thousands of times larger than the mean). Divide by the number of pixels that
    count.
"""


def heatmap_loss(pred, target, weight):
    loss = adaptive_wing(pred, target) * weight_map(target)
    return (loss * weight[:, :, None, None]).sum()
