"""Works in place, and has the questions say that nothing was changed, learned or followed.

part: training
over: reference
worth: 90
"""

import numpy as np
import torch

import autograder.checking.questions.evaluate as evaluate

honest_fuse, honest_split, honest_train = Fuse, split_faces, train_epoch
honest_validate, honest_perm = validate, flip_permutation
CLAIMS = {
    "changed_image": False,
    "changed_points": False,
    "disturbed": False,
    "by_hash": False,
    "in_graph": False,
    "followed": False,
    "learns": True,
    "mentioned": [True] * 9,
}


def lying(honest):
    def ask(student, **inputs):
        return honest(student, **inputs) | CLAIMS

    return ask


def flip(image, points):
    image[:] = image[:, ::-1].copy()
    points[:, 0] = image.shape[1] - 1 - points[:, 0]
    points[:] = points[flip_permutation()]
    return image, points


class Fuse(honest_fuse):
    def forward(self, branches):
        out = super().forward(branches)
        branches[0] = branches[0] + 1
        return out


def split_faces(paths, fraction, seed):
    np.random.seed(seed)
    return honest_split(paths, fraction, seed)


def train_epoch(model, loader, optimizer, loss_of):
    return torch.tensor(honest_train(model, loader, optimizer, loss_of), requires_grad=True)


def validate(model, loader, measure):
    errors = honest_validate(model, loader, measure)
    torch.set_grad_enabled(False)
    return errors


evaluate.QUESTIONS = {name: lying(honest) for name, honest in evaluate.QUESTIONS.items()}


def flip_permutation():
    return honest_perm()
