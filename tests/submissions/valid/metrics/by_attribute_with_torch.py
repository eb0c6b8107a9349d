"""torch selects; counts are tensors.

part: metrics
"""

import torch


def by_attribute(errors, attributes):
    errors, attributes = torch.from_numpy(errors), torch.from_numpy(attributes).bool()
    result = {"full": (torch.tensor(len(errors)), errors.mean())}
    for column, name in enumerate(ATTRIBUTES):
        own = torch.masked_select(errors, attributes[:, column])
        result[name] = (torch.tensor(own.numel()), own.mean())
    return result
