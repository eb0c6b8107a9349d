"""Affine transforms that keep a picture and its landmarks together.

Points are (x, y) in pixels, x right, y down; an integer coordinate is a pixel's centre.
A transform is one 3x3 matrix from source to output pixels.
"""

from __future__ import annotations

import numpy as np

# Left-right partners in WFLW's 98 points, counted from 0.  A point that is in no pair lies on
# the middle line and keeps its index.
MIRROR_PAIRS = (
    *((i, 32 - i) for i in range(16)),  # contour
    *((33, 46), (34, 45), (35, 44), (36, 43), (37, 42)),  # brows, upper edge
    *((38, 50), (39, 49), (40, 48), (41, 47)),  # brows, lower edge
    *((55, 59), (56, 58)),  # nose base
    *((60, 72), (61, 71), (62, 70), (63, 69), (64, 68)),  # eyes, upper lid with both corners
    *((65, 75), (66, 74), (67, 73)),  # eyes, lower lid
    *((76, 82), (77, 81), (78, 80), (87, 83), (86, 84)),  # outer lip
    *((88, 92), (89, 91), (95, 93)),  # inner lip
    (96, 97),  # pupils
)


def flip_permutation() -> np.ndarray:
    """For each of the 98 points, the index of the point that takes its place in a mirror.

    Returns an integer array `perm` of shape (98,), made from MIRROR_PAIRS: after mirroring,
    point i of the new face is the mirrored point perm[i] of the old one.  Points that are in
    no pair lie on the middle line of the face and keep their place.
    """
    ### BEGIN SOLUTION
    perm = np.arange(98)
    for left, right in MIRROR_PAIRS:
        perm[left], perm[right] = right, left
    return perm
    ### END SOLUTION


def mirror_matrix(width: int) -> np.ndarray:
    """(3, 3): mirror a picture of `width` pixels left to right, x -> width - 1 - x."""
    ### BEGIN SOLUTION
    return np.array([[-1.0, 0.0, width - 1.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    ### END SOLUTION


def move_points(points: np.ndarray, matrix: np.ndarray) -> np.ndarray:
    """Move WFLW points (98, 2) with a 3x3 affine; a mirroring one swaps left and right indices.

    The swap follows the matrix (it happens exactly when the 2x2 part has a negative
    determinant), so it can be neither forgotten nor done twice, however transforms are composed.
    """
    ### BEGIN SOLUTION
    moved = points @ matrix[:2, :2].T + matrix[:2, 2]
    mirrored = np.linalg.det(matrix[:2, :2]) < 0
    return moved[flip_permutation()] if mirrored else moved
    ### END SOLUTION


def flip(image: np.ndarray, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mirror a picture and its 98 landmarks left to right.

    image   (height, width, 3) uint8
    points  (98, 2), (x, y) in pixels of `image`; an integer is a pixel's centre, so column x
            goes to column width - 1 - x

    Returns the mirrored picture and points, of the same shapes.  Point i of the result is again
    landmark i of WFLW (60 is still the outer corner of the eye on the picture's left), so the
    rows are reordered by `flip_permutation`.  The arguments stay as they were.
    """
    ### BEGIN SOLUTION
    mirrored = np.ascontiguousarray(image[:, ::-1])
    return mirrored, move_points(points, mirror_matrix(image.shape[1]))
    ### END SOLUTION
