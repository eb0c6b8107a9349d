"""The linear layer gives all x, then all y, and they are stacked as pairs.

part: baseline
"""

import torch
from torch import nn
from torchvision.models import mobilenet_v2


class Regressor(nn.Module):
    def __init__(self, points=98, weights=None):
        super().__init__()
        model = mobilenet_v2(weights=weights)
        self.stem, self.blocks = model.features[0], model.features[1:]
        self.dropout = nn.Dropout(0.2)
        self.out = nn.Linear(model.last_channel, 2 * points)

    def forward(self, x):
        x = self.blocks(self.stem(x))
        x = torch.nn.functional.adaptive_avg_pool2d(x, 1)[:, :, 0, 0]
        x, y = self.out(self.dropout(x)).chunk(2, dim=1)
        return torch.stack([x, y], dim=2)


build_regressor = Regressor
