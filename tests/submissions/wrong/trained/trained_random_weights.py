"""load_model builds the network and forgets the file.

part: trained
loses: first_bar, second_bar
hint: load_model returns a network with random weights: it builds it and never fills the file's
    tensors in, or strict=False kept quiet about names that do not match. Call
    model.load_state_dict(load_file(path)), and leave strict alone.
"""

import torch


def load_model(path):
    torch.manual_seed(0)
    return HRNet(width=8, blocks=2, modules=(1, 1, 1), stem=32).eval()
