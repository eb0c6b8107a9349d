"""The half pixels have the wrong signs.

part: crop
loses: pixel_centres
hint: Your half pixels have their signs exchanged: (x - 0.5) * s + 0.5. From centres to edges half
    a pixel is added, then comes the scale, then it is taken off again.
"""

def resize_matrix(old, new):
    sx, sy = new[0] / old[0], new[1] / old[1]
    return np.array([[sx, 0, (1 - sx) / 2], [0, sy, (1 - sy) / 2], [0, 0, 1]])
