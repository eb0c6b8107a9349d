"""The permutation leaves out the lips.

part: flip
loses: permutation
hint: Your permutation is right except for the lips, points 76 to 95, which keep their old index:
    after a flip the left corner of the mouth, 76, lies on the right. The outer and the inner lip
    have pairs of their own; use all of MIRROR_PAIRS.
"""


def flip_permutation():
    perm = np.arange(98)
    for left, right in MIRROR_PAIRS:
        if not 76 <= left <= 95:
            perm[left], perm[right] = right, left
    return perm
