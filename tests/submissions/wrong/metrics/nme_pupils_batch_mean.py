"""The mean over the batch, over the distance of the pupils.

part: metrics
loses: nme, each_face
hint: Two things at once: you return one number for the batch where one for each face is asked
    for, and you divide by the distance of the pupils, 96 and 97, which makes a true 4.4 % read as
    6.3 %. The inter-ocular distance is between the outer eye corners, points 60 and 72.
"""

import torch


def nme(pred, true):
    preds, targets = torch.as_tensor(pred), torch.as_tensor(true)
    # left eye to right eye
    ocl_dist = torch.norm(targets[:, 96, :] - targets[:, 97, :], dim=1, keepdim=True)
    point_dists = torch.norm(preds - targets, dim=2)  # [B,98]
    return (point_dists / ocl_dist).mean().item()
