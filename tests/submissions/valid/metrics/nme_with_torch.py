"""torch in, torch out, in float32.

part: metrics
"""

import torch


def nme(pred, true):
    pred, true = torch.as_tensor(pred).float(), torch.as_tensor(true).float()
    iod = torch.norm(true[:, 60, :] - true[:, 72, :], dim=1, keepdim=True)
    return (torch.norm(pred - true, dim=2) / iod).mean(dim=1)
