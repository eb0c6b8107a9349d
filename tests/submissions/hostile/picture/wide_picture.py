"""Renders a picture one pixel high and half a million wide.

part: picture
"""

import matplotlib.pyplot as plt
import numpy as np

import autograder.parts.adapters.picture as questions


def draw_points(image, pred, true=None):
    questions._render = lambda figure: np.zeros((1, 500_000, 3), np.uint8)
    figure, axes = plt.subplots()
    axes.imshow(image)
    return figure
