"""x goes to x * s.

part: crop
loses: pixel_centres
hint: Your resize multiplies by the ratio and does nothing else. That is right for edges; the
    centre of pixel 0 lies half a pixel inside, in the old picture and in the new one: (x + 0.5) *
    s - 0.5. With a ratio of 4 the points would lie 1.5 px beside the pixels.
"""

def resize_matrix(old, new):
    return np.diag([new[0] / old[0], new[1] / old[1], 1.0])
