"""The squared error in place of the Adaptive Wing loss.

part: adaptive_wing
loses: values, gradient, continuity
hint: This is the squared error. On heatmaps it is tiny (0.0017 for an all-zero prediction of a
    dot of sigma 1.5), nearly all of it background, and a network is at ease with predicting
    zeros. Write out the two branches of the docstring's formula.
"""


def adaptive_wing(pred, target, alpha=2.1, omega=14.0, epsilon=1.0, theta=0.5):
    return (pred - target) ** 2
