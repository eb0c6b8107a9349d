"""HRNetV2, the network that keeps a high resolution all the way from image to heatmaps.

Source: K. Sun et al., "High-Resolution Representations for Labeling Pixels and Regions",
arXiv:1904.04514, sections 2 and 3; the same network at length in J. Wang et al., "Deep
High-Resolution Representation Learning for Visual Recognition", TPAMI 2020, arXiv:1908.07919,
section 3.  Parameter names and shapes are those of the released face model HRNetV2-W18, so its
weights fit; that is why some layers are nested deeper than they need be.

The words of the field:

branch      one of the parallel streams; branch b works at 1 / 2^(b+2) of the image's size, with
            2^b times the channels of branch 0
stage       a number of modules with the same branches; each stage has one branch more
transition  the step from one stage to the next, which starts the new branch
fuse        the end of a module: every branch receives what all the others have found

    image 256 -> stem -> layer1 -> stage 2 ----> stage 3 ----> stage 4 ----> head -> heatmaps 64
                             64:  branch 0 ----> branch 0 ----> branch 0 --+
                             32:  branch 1 ----> branch 1 ----> branch 1 --+ enlarged to 64
                             16:                 branch 2 ----> branch 2 --+ and concatenated
                              8:                                branch 3 --+
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def conv_bn(
    inputs: int, outputs: int, kernel: int, stride: int = 1
) -> tuple[nn.Conv2d, nn.BatchNorm2d]:
    """A convolution from `inputs` to `outputs` channels and its batch norm.

    kernel  1 or 3; the padding keeps the size at stride 1, and stride 2 halves it, rounded up

    The convolution has no bias: the norm subtracts the mean, and adds a bias of its own.
    """
    conv = nn.Conv2d(inputs, outputs, kernel, stride, padding=kernel // 2, bias=False)
    return conv, nn.BatchNorm2d(outputs)


class BasicBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut (K. He et al., CVPR 2016, fig. 5 left).

    (B, channels, h, w) -> the same shape.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1, self.bn1 = conv_bn(channels, channels, 3)
        self.conv2, self.bn2 = conv_bn(channels, channels, 3)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return F.relu(x + y)


class Bottleneck(nn.Module):
    """1x1, 3x3 and 1x1 convolutions around a shortcut (K. He et al., CVPR 2016, fig. 5 right).

    (B, inputs, h, w) -> (B, 4 * channels, h, w); the 3x3 works on `channels`.
    """

    def __init__(self, inputs: int, channels: int) -> None:
        super().__init__()
        outputs = 4 * channels
        self.conv1, self.bn1 = conv_bn(inputs, channels, 1)
        self.conv2, self.bn2 = conv_bn(channels, channels, 3)
        self.conv3, self.bn3 = conv_bn(channels, outputs, 1)
        # The field calls it so even where, as here, only the channels change.
        self.downsample = (
            nn.Identity() if inputs == outputs else nn.Sequential(*conv_bn(inputs, outputs, 1))
        )

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return F.relu(self.downsample(x) + y)


class Transition(nn.ModuleList):
    """From the branches of one stage to those of the next.

    before, after  the channels of each branch, finest first

    Layer b makes branch b of the next stage: from branch b where there is one, else from the
    coarsest, at half its size.  An Identity stands where nothing changes, so that every layer's
    index is its branch.
    """

    def __init__(self, before: Sequence[int], after: Sequence[int]) -> None:
        super().__init__()
        for branch, channels in enumerate(after):
            if branch >= len(before):
                step = nn.Sequential(*conv_bn(before[-1], channels, 3, stride=2), nn.ReLU())
                self.append(nn.Sequential(step))  # nested: the published code allows several
            elif channels != before[branch]:
                self.append(nn.Sequential(*conv_bn(before[branch], channels, 3), nn.ReLU()))
            else:
                self.append(nn.Identity())

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        """Branches of one stage, finest first, to those of the next."""
        coarsest = len(branches) - 1
        return [layer(branches[min(branch, coarsest)]) for branch, layer in enumerate(self)]


def fuse_path(channels: Sequence[int], source: int, target: int) -> nn.Module:
    """The layers on the way from branch `source` to branch `target`; all that is learned of it.

    channels        of each branch, finest first; branch b is half the size of branch b - 1
    source, target  indices of branches; the path takes (B, channels[source], h, w) and gives
                    channels[target] channels

    source == target  nn.Identity().
    source >  target  (coarse to fine) nn.Sequential of a 1x1 convolution to channels[target] and
                      its batch norm.  The size stays: `Fuse.forward` enlarges.
    source <  target  (fine to coarse) nn.Sequential of target - source steps, each of them an
                      nn.Sequential that halves the size: a 3x3 convolution with stride 2 and
                      padding 1, its batch norm, and a ReLU in every step but the last.  The last
                      step goes to channels[target]; those before it keep channels[source].

    No convolution has a bias.  Nesting and order matter, for they give the parameters the names
    of the published weights: path[0] is the convolution and path[1] the norm of a path to a
    finer branch, path[k][0] and path[k][1] those of step k to a coarser one.
    """
    ### BEGIN SOLUTION
    if source == target:
        return nn.Identity()
    if source > target:
        return nn.Sequential(*conv_bn(channels[source], channels[target], 1))
    halvings = [
        nn.Sequential(*conv_bn(channels[source], channels[source], 3, stride=2), nn.ReLU())
        for _ in range(target - source - 1)
    ]
    # No ReLU at the end: what arrives may lower the sum as well as raise it.
    last = nn.Sequential(*conv_bn(channels[source], channels[target], 3, stride=2))
    return nn.Sequential(*halvings, last)
    ### END SOLUTION


class Fuse(nn.ModuleList):
    """The exchange between branches at the end of a module.

    channels  of each branch, finest first

    self[target][source] is the `fuse_path` from branch `source` to branch `target`.
    """

    def __init__(self, channels: Sequence[int]) -> None:
        super().__init__()
        for target in range(len(channels)):
            sources = range(len(channels))
            self.append(nn.ModuleList(fuse_path(channels, source, target) for source in sources))

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        """Give every branch the sum of what all branches send to it.

        branches  finest first; branch b is (B, channels[b], h_b, w_b), where h_b and w_b are
                  half of those of branch b - 1, rounded up if they are odd

        Returns as many new tensors of the same shapes; the arguments stay as they were.  Number
        `target` is ReLU(sum over all sources of up(self[target][source](branches[source]))),
        with one ReLU after the sum.  `up` enlarges what comes from a coarser branch to the exact
        height and width of branches[target], bilinearly and with align_corners=False (both
        grids reach from edge to edge of the image); it does nothing to the others.
        """
        ### BEGIN SOLUTION
        fused = []
        for target, paths in enumerate(self):
            size = branches[target].shape[2:]
            total = torch.zeros_like(branches[target])
            sources = zip(paths.children(), branches, strict=True)
            for source, (path, branch) in enumerate(sources):
                sent = path(branch)
                if source > target:
                    # By size, not by a factor: twice a rounded-up half is one too many.
                    sent = F.interpolate(sent, size=size, mode="bilinear", align_corners=False)
                total = total + sent
            fused.append(F.relu(total))
        return fused
        ### END SOLUTION


class HRModule(nn.Module):
    """Parallel branches of BasicBlocks, then a fuse.

    channels  of each branch, finest first
    blocks    in each branch

    A list of branches (B, channels[b], h_b, w_b) -> a list of the same shapes.
    """

    def __init__(self, channels: Sequence[int], blocks: int) -> None:
        super().__init__()
        self.branches = nn.ModuleList(
            nn.Sequential(*(BasicBlock(width) for _ in range(blocks))) for width in channels
        )
        self.fuse_layers = Fuse(channels)

    def forward(self, branches: list[Tensor]) -> list[Tensor]:
        pairs = zip(self.branches, branches, strict=True)
        return self.fuse_layers([blocks(branch) for blocks, branch in pairs])


class Head(nn.Sequential):
    """From the branches of the last stage to heatmaps (arXiv:1904.04514, fig. 3b and section 3).

    channels  of each branch, finest first
    points    the number of heatmaps

    Four layers in a row: 1x1 convolution, batch norm, ReLU, 1x1 convolution.  Its convolutions
    are the only ones of the network with a bias.
    """

    def __init__(self, channels: Sequence[int], points: int) -> None:
        width = sum(channels)
        super().__init__(
            nn.Conv2d(width, width, kernel_size=1),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.Conv2d(width, points, kernel_size=1),
        )

    def forward(self, branches: list[Tensor]) -> Tensor:
        """All branches at the finest size, one upon the other, through the four layers.

        branches  finest first; branch b is (B, channels[b], h_b, w_b)

        Returns (B, points, h_0, w_0).  Branches 1 and up are enlarged to the exact height and
        width of branch 0, bilinearly and with align_corners=False; all are concatenated along
        the channels, branch 0 first; then `for layer in self` applies the layers in order.
        Nothing follows the last convolution: heatmaps may be negative.
        """
        ### BEGIN SOLUTION
        size = branches[0].shape[2:]
        enlarged = [
            F.interpolate(branch, size=size, mode="bilinear", align_corners=False)
            for branch in branches[1:]
        ]
        x = torch.cat([branches[0], *enlarged], dim=1)
        for layer in self:
            x = layer(x)
        return x
        ### END SOLUTION


class HRNet(nn.Module):
    """Heatmaps for the landmarks of a face.

    width        channels of branch 0; the others have 2, 4 and 8 times as many
    points       landmarks, each with a heatmap of its own
    modules      in stages 2, 3 and 4
    blocks       in every branch of every module, and in layer1
    stem         channels of the two stem convolutions; layer1 gives 4 times as many
    bn_momentum  the share of the newest batch in the running mean and variance.  The published
                 0.01 needs 458 steps to move 99 % of the way, so a run shorter than a few
                 thousand steps wants 0.1 (44 steps): evaluated before that, a net trained well
                 looks untrained
    init_std     the standard deviation of convolutions before training, published 0.001; None for
                 sqrt(2 / inputs) (K. He et al., ICCV 2015), with which a narrow net learns faster
                 in a short run; the last convolution has 0.001 either way

    (B, 3, H, W) float, normalised RGB -> (B, points, H/4, W/4), rounded up: 256 gives 64.
    As published, HRNet() is HRNetV2-W18 with 9,662,528 parameters.  HRNet(width=8, blocks=1,
    modules=(1, 1, 1), stem=32) has the same shape in miniature, and trains on a CPU.
    """

    def __init__(
        self,
        width: int = 18,
        points: int = 98,
        modules: tuple[int, int, int] = (1, 4, 3),
        blocks: int = 4,
        stem: int = 64,
        bn_momentum: float = 0.01,
        init_std: float | None = 0.001,
    ) -> None:
        super().__init__()
        self.conv1, self.bn1 = conv_bn(3, stem, 3, stride=2)
        self.conv2, self.bn2 = conv_bn(stem, stem, 3, stride=2)
        wide = 4 * stem
        self.layer1 = nn.Sequential(
            Bottleneck(stem, stem), *(Bottleneck(wide, stem) for _ in range(blocks - 1))
        )
        channels = [width, 2 * width, 4 * width, 8 * width]

        def stage(branches: int, count: int) -> nn.Sequential:
            return nn.Sequential(*(HRModule(channels[:branches], blocks) for _ in range(count)))

        self.transition1 = Transition([wide], channels[:2])
        self.stage2 = stage(2, modules[0])
        self.transition2 = Transition(channels[:2], channels[:3])
        self.stage3 = stage(3, modules[1])
        self.transition3 = Transition(channels[:3], channels)
        self.stage4 = stage(4, modules[2])
        self.head = Head(channels, points)
        self._initialise(bn_momentum, init_std)

    def _initialise(self, bn_momentum: float, init_std: float | None) -> None:
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                # With the published 0.001 the variance in narrow layers falls to the norm's
                # epsilon, 1e-5, which then damps the signal; hence the choice.
                std = init_std or (2 / layer.weight[0].numel()) ** 0.5
                if layer is self.head[-1]:
                    std = 0.001  # heatmaps begin near zero, which is what most of a target is
                nn.init.normal_(layer.weight, std=std)
            elif isinstance(layer, nn.BatchNorm2d):
                layer.momentum = bn_momentum  # its weight is 1 and its bias 0 already

    def features(self, images: Tensor) -> list[Tensor]:
        """The four branches after stage 4, finest first.

        (B, 3, H, W) -> (B, width * 2^b, H / 2^(b+2), W / 2^(b+2)) for b = 0, 1, 2, 3; sizes
        are rounded up.
        """
        x = F.relu(self.bn1(self.conv1(images)))
        x = F.relu(self.bn2(self.conv2(x)))
        branches = [self.layer1(x)]
        branches = self.stage2(self.transition1(branches))
        branches = self.stage3(self.transition2(branches))
        return self.stage4(self.transition3(branches))

    def forward(self, images: Tensor) -> Tensor:
        """(B, 3, H, W) -> heatmaps (B, points, H/4, W/4), rounded up; no activation at the end."""
        return self.head(self.features(images))
