"""A loop over the landmarks.

part: adaptive_wing
"""


def heatmap_loss(pred, target, weight):
    loss = adaptive_wing(pred, target) * weight_map(target)
    total, count = loss.sum() * 0, 0
    for b in range(pred.shape[0]):
        for n in range(pred.shape[1]):
            if weight[b, n] > 0:
                total = total + loss[b, n].sum()
                count += loss[b, n].numel()
    return total / max(count, 1)
