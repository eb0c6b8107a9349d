"""A Counter, then all names looked up.

part: dataset
"""

from collections import Counter


def attribute_counts(faces):
    counter = Counter(i for face in faces for i in range(6) if face.attributes[i] == 1)
    return {name: counter[i] for i, name in enumerate(ATTRIBUTES)}
