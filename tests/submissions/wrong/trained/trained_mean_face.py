"""predict ignores the network and answers one average face in the box.

part: trained
loses: first_bar, second_bar
hint: Every face gets the same points, stretched into its box: that is the mean face, and it looks
    at no pixel. Are the network's heatmaps used at all?
"""

import numpy as np


def predict(model, image, box, size=64):
    angle = np.linspace(0, 2 * np.pi, 98)
    unit = np.stack([np.cos(angle), np.sin(angle)], axis=1) * 0.3
    centre = (np.asarray(box[:2]) + np.asarray(box[2:])) / 2
    return centre + unit * (np.asarray(box[2:]) - np.asarray(box[:2]))
