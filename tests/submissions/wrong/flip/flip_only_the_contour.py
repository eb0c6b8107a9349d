"""Only the contour is reordered.

part: flip
loses: permutation
hint: Your permutation turns the contour, 0 to 32, around and leaves everything inside the face as
    it was: brows, eyes, nose, lips and pupils keep the index of the other side. All 44 pairs of
    MIRROR_PAIRS have to change places; only the ten points on the middle line stay.
"""


def flip_permutation():
    return np.array([32 - i if i <= 32 else i for i in range(98)])
