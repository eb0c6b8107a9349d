"""The loss of a batch comes as a Python number.

part: adaptive_wing
loses: heatmap_loss
hint: The value of your loss is right, but it is cut off from the network (.item() or .detach()):
    nothing can be learned from a plain number. Return the tensor, and take the number only where
    it is printed.
"""

def heatmap_loss(pred, target, weight):
    pixels = adaptive_wing(pred, target) * weight_map(target)
    per_landmark = pixels.mean(dim=(2, 3))
    return ((per_landmark * weight).sum() / weight.sum().clamp(min=1)).item()
