"""The permutation leaves out the brows.

part: flip
loses: permutation
hint: Your permutation is right except for points 33 to 50, the brows, which keep their old index:
    after a flip the left brow carries the right one's numbers. Brows have partners as well, the
    upper edge 33-46 to 37-42 and the lower edge 38-50 to 41-47; use all of MIRROR_PAIRS.
"""


def flip_permutation():
    perm = np.arange(98)
    perm[:33] = np.arange(32, -1, -1)  # contour
    for a, b in [
        (55, 59),
        (56, 58),
        (60, 72),
        (61, 71),
        (62, 70),
        (63, 69),
        (64, 68),
        (65, 75),
        (66, 74),
        (67, 73),
        (76, 82),
        (77, 81),
        (78, 80),
        (83, 87),
        (84, 86),
        (88, 92),
        (89, 91),
        (93, 95),
        (96, 97),
    ]:
        perm[a], perm[b] = b, a
    return perm
