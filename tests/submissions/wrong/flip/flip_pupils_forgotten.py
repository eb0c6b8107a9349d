"""The permutation leaves out the pupils.

part: flip
loses: permutation
hint: Your permutation is right except for the last two entries: the pupils, 96 and 97, keep their
    index although they belong to different eyes. They are the last pair of MIRROR_PAIRS; a loop
    or a literal that stops at 95 misses them.
"""


def flip_permutation():
    perm = np.arange(98)
    for a, b in MIRROR_PAIRS:
        if b < 96:
            perm[a] = b
            perm[b] = a
    return perm
