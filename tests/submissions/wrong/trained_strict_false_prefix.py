"""The weights are loaded with strict=False under names that do not match.

part: trained
loses: first_bar, second_bar
hint: Nothing was loaded: the names in your dictionary do not match the network's, and strict=False
    keeps quiet about it. Leave strict alone, and it tells you which names are missing.
"""

import torch
from safetensors.torch import load_file


def load_model(path):
    torch.manual_seed(1)
    model = HRNet(width=8, blocks=2, modules=(1, 1, 1), stem=32)
    model.load_state_dict({f"module.{k}": v for k, v in load_file(path).items()}, strict=False)
    return model.eval()
