"""The mean is taken over the landmarks of each face, then over the faces.

part: adaptive_wing
loses: heatmap_loss
hint: You take the mean over each face first and then over the faces. If all landmarks count that
    is the same, but as soon as some have weight 0 it is not: a face with few landmarks left
    counts as much as a whole one. Sum over all landmarks of the batch and divide once.
"""


def heatmap_loss(pred, target, weight):
    pixels = adaptive_wing(pred, target) * weight_map(target)
    per_landmark = pixels.mean(dim=3).mean(dim=2)
    per_face = (per_landmark * weight).sum(dim=1) / weight.sum(dim=1).clamp(min=1)
    return per_face.mean()
