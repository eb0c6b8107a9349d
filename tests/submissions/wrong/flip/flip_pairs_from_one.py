"""The pairs are taken for 1-based and shifted by one.

part: flip
loses: permutation
hint: Your permutation is shifted by one index: the pairs were read as if they counted from 1.
    MIRROR_PAIRS counts from 0, so each of its numbers is an index as it stands. Shifted pairs are
    a label error of 33 % NME, on every flipped face.
"""


def flip_permutation():
    perm = list(range(98))
    for a, b in MIRROR_PAIRS:
        perm[a - 1] = b - 1
        perm[b - 1] = a - 1
    return np.array(perm)
