"""Tensors for values.

part: dataset
"""

import torch


def attribute_counts(faces):
    total = torch.zeros(6, dtype=torch.long)
    for face in faces:
        total += torch.as_tensor(face.attributes)
    return dict(zip(ATTRIBUTES, total))
