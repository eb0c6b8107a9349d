"""Renders pictures of odd shapes, each as many pixels as a right one has.

part: picture
"""

import matplotlib.pyplot as plt
import numpy as np

import autograder.parts.adapters.picture as questions

SHAPES = [(1, 65_000, 3), (65_000, 1, 3), (0, 0, 3), (4, 4), (1, 1, 1, 1)]


def draw_points(image, pred, true=None):
    shape = SHAPES[len(SHAPES) % 5 - 1]
    SHAPES.append(SHAPES.pop(0))
    questions._render = lambda figure: np.zeros(shape, np.uint8)
    figure, axes = plt.subplots()
    axes.imshow(image)
    return figure
