"""HRNet is the published network, in names, in numbers and in what it computes."""

from __future__ import annotations

import builtins
import io
import json
import pickle
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F
from conftest import FIXTURES
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file
from torch import nn
from torchvision import models

from autograder.checking import lookup
from autograder.checking.namespace import Student
from autograder.checking.questions.evaluate import answer
from autograder.checking.reply import open_reply
from autograder.grading import known_answers
from autograder.grading.oracle import Oracle
from autograder.parts import cases
from solution.hrnet import Fuse, Head, HRNet, fuse_path
from solution.regression import build_regressor, fractions_to_pixels, pixels_to_fractions
from solution.tools.weights import load_weights, save_weights

PUBLISHED = json.loads(
    (FIXTURES / "hrnet_w18_wflw_state_dict_keys.json").read_text(encoding="utf-8")
)
COARSE_TO_FINE = {"mode": "bilinear", "align_corners": False}


def count(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def small(**changes) -> HRNet:
    """Every kind of layer, few of each."""
    return HRNet(
        **{"width": 4, "points": 5, "modules": (1, 1, 1), "blocks": 1, "stem": 8} | changes
    )


def lively(net: nn.Module, images: torch.Tensor) -> nn.Module:
    """Random weights under which every layer matters, in eval mode.

    Under the published initialisation and untouched running statistics, signals fade to zero:
    two such nets would agree whatever they compute.
    """
    generator = torch.Generator().manual_seed(5)
    for layer in net.modules():
        if isinstance(layer, nn.Conv2d):
            deviation = (2 / layer.weight[0].numel()) ** 0.5
            nn.init.normal_(layer.weight, std=deviation, generator=generator)
        elif isinstance(layer, nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, 0.5, 1.5, generator=generator)
            nn.init.normal_(layer.bias, std=0.1, generator=generator)
            layer.momentum = 1.0  # the running statistics become those of these images
    with torch.no_grad():
        net.train()(images)
    return net.eval()


@pytest.fixture(scope="module")
def w18() -> HRNet:
    """HRNetV2-W18 as published, lively."""
    net = HRNet()
    images = torch.randn(4, 3, 128, 128, generator=torch.Generator().manual_seed(1))
    lively(net, images)
    return net


# ---------------------------------------------------------------- HRNet: names and numbers


def test_names_and_shapes_are_the_published_ones(w18):
    ours = {name: list(value.shape) for name, value in w18.state_dict().items()}
    assert len(ours) == len(PUBLISHED) == 1839
    assert ours == PUBLISHED
    assert list(ours) == list(PUBLISHED)  # optimiser states count parameters in order


def test_a_published_state_dict_loads_strictly():
    net = HRNet()
    published = {
        name: torch.full(shape, index / 2000) if shape else torch.tensor(index)
        for index, (name, shape) in enumerate(PUBLISHED.items())
    }
    net.load_state_dict(published, strict=True)
    assert all(torch.equal(value, published[name]) for name, value in net.state_dict().items())


def test_parameters_block_by_block(w18):
    blocks = {
        "layer1": 286_208,
        "transition1": 124_524,
        "stage2": 124_092,
        "transition2": 23_472,
        "stage3": 2_162_880,
        "transition3": 93_600,
        "stage4": 6_708_636,
        "head": 100_268,
    }
    assert {name: count(getattr(w18, name)) for name in blocks} == blocks
    assert count(w18) == 9_662_528


def test_layers_as_published(w18):
    layers = list(w18.modules())
    assert sum(isinstance(layer, nn.Conv2d) for layer in layers) == 307
    assert sum(isinstance(layer, nn.BatchNorm2d) for layer in layers) == 306
    biased = [
        name
        for name, layer in w18.named_modules()
        if isinstance(layer, nn.Conv2d) and layer.bias is not None
    ]
    assert biased == ["head.0", "head.3"]


@pytest.mark.parametrize("momentum", [0.01, 0.1])
def test_initialisation(momentum):
    net = HRNet(modules=(1, 1, 1), blocks=1, bn_momentum=momentum)
    for name, layer in net.named_modules():
        if isinstance(layer, nn.BatchNorm2d):
            assert layer.momentum == momentum, name
            assert (layer.weight == 1).all() and (layer.bias == 0).all(), name
        elif isinstance(layer, nn.Conv2d):
            assert layer.weight.std().item() == pytest.approx(0.001, rel=0.3), name
            assert abs(layer.weight.mean().item()) < 0.0002, name


def test_he_initialisation_on_request():
    net = HRNet(modules=(1, 1, 1), blocks=1, init_std=None)
    deep = net.stage4[0].branches[3][0].conv2.weight
    assert deep.std().item() == pytest.approx((2 / (144 * 9)) ** 0.5, rel=0.05)
    assert net.head[3].weight.std().item() == pytest.approx(0.001, rel=0.1)


def test_momentum_is_the_published_one_unless_asked():
    assert HRNet(modules=(1, 1, 1), blocks=1).bn1.momentum == 0.01


def test_narrow_nets_fit_a_cpu():
    assert 250_000 < count(HRNet(8, modules=(1, 1, 1), blocks=1, stem=32)) < 1_000_000
    assert count(HRNet(32)) > 2.5 * 9_662_528  # and the wide ones are the field's too


# ---------------------------------------------------------------- HRNet: what it computes


@pytest.mark.parametrize(
    ("height", "width"),
    [(128, 96), (96, 128), (100, 68), (132, 76), (65, 79), (32, 32)],
)
def test_shapes_of_branches_and_heatmaps(height, width):
    net, images = small().eval(), torch.randn(1, 3, height, width)
    with torch.no_grad():
        branches, maps = net.features(images), net(images)
    sizes = [(-(-height // 2**b), -(-width // 2**b)) for b in (2, 3, 4, 5)]  # rounded up
    assert [tuple(branch.shape[2:]) for branch in branches] == sizes
    assert [branch.shape[1] for branch in branches] == [4, 8, 16, 32]
    assert maps.shape == (1, 5, *sizes[0])


def test_w18_gives_64_from_256(w18):
    with torch.no_grad():
        assert w18(torch.randn(1, 3, 256, 256)).shape == (1, 98, 64, 64)


def test_faces_do_not_mix_in_a_batch(w18):
    images = torch.randn(3, 3, 64, 64)
    with torch.no_grad():
        together, alone = w18(images), w18(images[1:2])
    assert torch.allclose(together[1:2], alone, atol=1e-2)
    assert not torch.allclose(together[:1], alone, atol=1)


def test_no_activation_at_the_end():
    net = lively(small(), torch.randn(2, 3, 64, 64))
    with torch.no_grad():
        maps = net(torch.randn(2, 3, 64, 64))
        assert maps.min() < 0 < maps.max()
        nn.init.constant_(net.head[3].bias, 1000.0)
        assert net(torch.randn(2, 3, 64, 64)).min() > 900  # and nothing squashes them


@pytest.mark.parametrize("modules", [(1, 1, 1), (1, 2, 2)])
def test_every_parameter_gets_a_gradient(modules):
    # In eval mode, for in training mode the norm takes the bias of head.0 away again.
    net = lively(small(modules=modules), torch.randn(2, 3, 64, 64))
    net(torch.randn(2, 3, 64, 64)).square().sum().backward()
    silent = [name for name, p in net.named_parameters() if p.grad is None or not p.grad.any()]
    assert silent == []


def test_a_narrow_net_learns():
    torch.manual_seed(0)
    net = small(points=3, bn_momentum=0.1)
    target = F.avg_pool2d(torch.randn(4, 3, 16, 16), kernel_size=5, stride=1, padding=2)
    images = 5 * F.interpolate(target, scale_factor=4.0, mode="bilinear")
    optimiser = torch.optim.Adam(net.parameters(), 1e-2)
    losses = []
    for _ in range(25):
        loss = F.mse_loss(net(images), target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]


# ---------------------------------------------------------------- fuse path, fuse, head


def test_fuse_paths():
    channels = [3, 6, 12, 24]
    assert isinstance(fuse_path(channels, 2, 2), nn.Identity)
    images = {
        branch: torch.randn(2, c, 40 >> branch, 24 >> branch) for branch, c in enumerate(channels)
    }
    for source in range(4):
        for target in range(4):
            path = fuse_path(channels, source, target)
            sent = path(images[source])
            stays = source >= target  # the way up keeps its size until the fuse
            assert sent.shape[2:] == images[source if stays else target].shape[2:]
            assert sent.shape[1] == channels[target]
            relus = sum(isinstance(layer, nn.ReLU) for layer in path.modules())
            assert relus == max(target - source - 1, 0)
            if source != target:
                assert sent.min() < 0  # no path ends in a ReLU


def plain_fuse(levels: list[float]) -> tuple[Fuse, list[torch.Tensor]]:
    """Two branches of one channel whose 1x1 path up passes values on, and one row of pixels."""
    fuse = Fuse([1, 1]).eval()
    up = fuse[0][1]
    nn.init.ones_(up[0].weight)
    up[1].eps = 0.0
    return fuse, [torch.zeros(1, 1, 2, 2 * len(levels)), torch.tensor(levels).reshape(1, 1, 1, -1)]


def test_fuse_enlarges_between_pixel_centres():
    # A fine pixel's centre lies a quarter of a coarse pixel off: 3/4 of one, 1/4 of the next.
    fuse, branches = plain_fuse([0.0, 4.0, 0.0])
    with torch.no_grad():
        finest = fuse(branches)[0]
    row = torch.tensor([0.0, 1.0, 3.0, 3.0, 1.0, 0.0])
    assert torch.allclose(finest, row.expand(1, 1, 2, 6))


def test_fuse_meets_odd_sizes_exactly():
    fuse, branches = plain_fuse([0.0, 4.0, 0.0])
    branches[0] = torch.zeros(1, 1, 1, 5)  # 5 -> 3 on the way down: 3 -> 5 on the way up
    with torch.no_grad():
        finest = fuse(branches)[0]
    assert torch.allclose(finest, torch.tensor([0.0, 1.6, 4.0, 1.6, 0.0]).expand(1, 1, 1, 5))


def test_fuse_has_one_relu_after_the_sum_and_leaves_its_arguments():
    fuse, branches = plain_fuse([-1.0, -1.0])
    branches[0] += 0.25
    before = [branch.clone() for branch in branches]
    with torch.no_grad():
        assert (fuse(branches)[0] == 0).all()  # 0.25 - 1, and not 0.25 + ReLU(-1)
    assert all(torch.equal(old, new) for old, new in zip(before, branches, strict=True))


@settings(max_examples=30)
@given(st.integers(1, 4), st.integers(1, 40), st.integers(1, 40), st.integers(1, 3))
def test_fuse_and_head_keep_every_size(count, height, width, batch):
    channels = [2, 3, 4, 5][:count]
    branches = [
        torch.randn(batch, c, -(-height // 2**b), -(-width // 2**b)) for b, c in enumerate(channels)
    ]
    fuse, head = Fuse(channels).eval(), Head(channels, 7).eval()
    with torch.no_grad():
        fused, maps = fuse(branches), head(branches)
        alone = fuse([branch[-1:] for branch in branches])
    assert [out.shape for out in fused] == [branch.shape for branch in branches]
    assert maps.shape == (batch, 7, height, width)
    for together, one in zip(fused, alone, strict=True):
        assert torch.allclose(together[-1:], one, atol=1e-5)


def test_head_puts_all_branches_at_the_finest_size():
    head = Head([1, 2], 3).eval()
    branches = [torch.randn(2, 1, 5, 6), torch.randn(2, 2, 3, 3)]
    with torch.no_grad():
        enlarged = F.interpolate(branches[1], size=(5, 6), **COARSE_TO_FINE)
        x = head[0](torch.cat([branches[0], enlarged], dim=1))
        assert torch.allclose(head(branches), head[3](F.relu(head[1](x))))


# ---------------------------------------------------------------- against timm


class _Resize(nn.Module):
    """What takes the place of timm's nn.Upsample."""

    def __init__(self, factor: float, align_corners: bool) -> None:
        super().__init__()
        self.options = {"mode": "bilinear", "align_corners": align_corners}
        self.factor = factor

    def forward(self, x):
        return F.interpolate(x, scale_factor=self.factor, **self.options)


@pytest.fixture(scope="module")
def theirs(w18):
    """timm's HRNet-W18 with the same weights, whose fusion is nearest."""
    timm = pytest.importorskip("timm", reason="timm, of the test extra, is not installed")
    net = timm.create_model("hrnet_w18", pretrained=False).eval()
    ours = {name: value for name, value in w18.state_dict().items() if name[:4] != "head"}
    absent, unexpected = net.load_state_dict(ours, strict=False)
    assert unexpected == [] and len(ours) == 1830
    heads = ("incre_modules", "downsamp_modules", "final_layer", "classifier")
    assert all(name.startswith(heads) for name in absent)
    return net


def _stage4(net: nn.Module, images: torch.Tensor) -> list[torch.Tensor]:
    """timm's branches after stage 4."""
    x = net.act2(net.bn2(net.conv2(net.act1(net.bn1(net.conv1(images))))))
    return net.stages(x)


def _exchange(net: nn.Module, align_corners: bool) -> int:
    """Put bilinear fusion into timm's net; returns in how many places."""
    places = 0
    for parent in list(net.modules()):
        for name, child in parent.named_children():
            if isinstance(child, nn.Upsample):
                setattr(parent, name, _Resize(float(child.scale_factor), align_corners))
                places += 1
            elif isinstance(child, _Resize):
                child.options["align_corners"] = align_corners
                places += 1
    return places


def test_interpolation_is_proven_against_timm(w18, theirs):
    images = torch.randn(2, 3, 128, 128, generator=torch.Generator().manual_seed(2))

    def apart(other: list[torch.Tensor]) -> list[float]:
        # Relative to the branch: a small number must not come of small signals.
        return [((a - b).norm() / a.norm()).item() for a, b in zip(ours, other, strict=True)]

    with torch.no_grad():
        ours = w18.features(images)
        assert [tuple(branch.shape) for branch in ours] == [
            (2, 18, 32, 32), (2, 36, 16, 16), (2, 72, 8, 8), (2, 144, 4, 4)
        ]  # fmt: skip
        assert all(1 < branch.std() < 10 for branch in ours)
        # As timm has it: the same names, the same weights, another network.
        assert min(apart(_stage4(theirs, images))) > 0.2
        assert _exchange(theirs, align_corners=True) == 1 + 4 * 3 + 3 * 6
        assert min(apart(_stage4(theirs, images))) > 0.2
        _exchange(theirs, align_corners=False)
        exchanged = _stage4(theirs, images)
        for a, b in zip(ours, exchanged, strict=True):
            assert (a - b).abs().max() < 1e-5
        assert max(apart(exchanged)) < 1e-5


# ---------------------------------------------------------------- weights


def _equal(a: nn.Module, b: nn.Module) -> bool:
    other = b.state_dict()
    return all(torch.equal(value, other[name]) for name, value in a.state_dict().items())


@pytest.fixture
def net() -> HRNet:
    return lively(small(), torch.randn(2, 3, 64, 64))


def test_safetensors_round_trip(net, tmp_path):
    save_weights(net, tmp_path / "a.safetensors", {"width": "4"})
    again = small()
    report = load_weights(again, tmp_path / "a.safetensors", min_share=1)
    assert _equal(net, again)
    assert len(report.matched) == report.wanted == len(net.state_dict()) and report.share == 1
    assert not report.missing and not report.unexpected and not report.mismatched
    assert [path.name for path in tmp_path.iterdir()] == ["a.safetensors"]


@pytest.mark.parametrize("suffix", ["pth", "pt"])
@pytest.mark.parametrize("wrapper", [None, "state_dict", "model"])
@pytest.mark.parametrize("prefix", ["", "module."])
def test_state_dicts_as_they_are_found(net, tmp_path, suffix, wrapper, prefix):
    state = {prefix + name: value for name, value in net.state_dict().items()}
    path = tmp_path / f"a.{suffix}"
    torch.save({"epoch": 60, wrapper: state, "optimizer": {}} if wrapper else state, path)
    again = small()
    assert load_weights(again, path).share == 1
    assert _equal(net, again)


def test_a_real_dataparallel_state_dict(net, tmp_path):
    torch.save(nn.DataParallel(net).state_dict(), tmp_path / "a.pth")
    again = small()
    load_weights(again, tmp_path / "a.pth", min_share=1)
    assert _equal(net, again)


def test_half_precision_files_and_other_memory_orders(net, tmp_path):
    halved = small()
    halved.load_state_dict(net.state_dict())
    save_weights(halved.half().to(memory_format=torch.channels_last), tmp_path / "a.safetensors")
    again = small()
    load_weights(again, tmp_path / "a.safetensors", min_share=1)
    assert again.conv1.weight.dtype == torch.float32
    assert torch.allclose(again.conv1.weight, net.conv1.weight, rtol=1e-2)


def test_an_imagenet_backbone_is_taken_without_its_head(w18, tmp_path):
    # As timm and the published backbones name it: no head, but a classifier.
    state = {name: value for name, value in w18.state_dict().items() if name[:4] != "head"}
    extras = ["incre_modules.0.0.conv1.weight", "downsamp_modules.0.0.weight"]
    extras += ["final_layer.0.weight", "classifier.weight"]
    torch.save(state | {name: torch.zeros(3) for name in extras}, tmp_path / "backbone.pth")
    fresh = HRNet()
    head = fresh.head[3].weight.clone()
    report = load_weights(fresh, tmp_path / "backbone.pth")
    assert len(report.matched) == 1830 and report.wanted == 1838  # the counter aside
    assert all(name.startswith("head.") for name in report.missing) and len(report.missing) == 8
    assert sorted(report.unexpected) == sorted(extras)
    assert torch.equal(fresh.stage4[2].fuse_layers[3][0][2][0].weight,
                       w18.stage4[2].fuse_layers[3][0][2][0].weight)  # fmt: skip
    assert torch.equal(fresh.head[3].weight, head)
    assert "1830 of 1838" in str(report) and "missing: head (8)" in str(report)
    assert "classifier (1)" in str(report)
    with pytest.raises(ValueError, match="1830 of 1838"):
        load_weights(fresh, tmp_path / "backbone.pth", min_share=1)


def test_old_files_without_counters_are_whole(net, tmp_path):
    state = {name: v for name, v in net.state_dict().items() if "num_batches" not in name}
    torch.save(state, tmp_path / "old.pth")
    assert load_weights(small(), tmp_path / "old.pth", min_share=1).missing == []


def test_another_number_of_points_is_reported(net, tmp_path):
    save_weights(net, tmp_path / "a.safetensors")
    report = load_weights(small(points=7), tmp_path / "a.safetensors")
    assert report.mismatched == {
        "head.3.weight": ((5, 60, 1, 1), (7, 60, 1, 1)),
        "head.3.bias": ((5,), (7,)),
    }
    assert "(5, 60, 1, 1) in the file and (7, 60, 1, 1) in the model" in str(report)


def test_too_few_matches_fail_and_change_nothing(net, tmp_path):
    save_weights(small(width=6), tmp_path / "other.safetensors")
    before = {name: value.clone() for name, value in net.state_dict().items()}
    with pytest.raises(ValueError, match=r"\d+ of \d+ tensors match .*other\.safetensors"):
        load_weights(net, tmp_path / "other.safetensors")
    torch.save({"something": torch.zeros(1)}, tmp_path / "none.pth")
    with pytest.raises(ValueError, match=r"^0 of \d+ .*none\.pth.*something"):
        load_weights(net, tmp_path / "none.pth", min_share=0)
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())


def test_a_missing_file_is_said(net, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"nowhere\.pth"):
        load_weights(net, tmp_path / "nowhere.pth")
    with pytest.raises(FileNotFoundError):
        load_weights(net, tmp_path)


class _Malicious:
    """A pickle that makes a file when it is loaded, as it could do anything else."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self):
        return builtins.open, (str(self.proof), "w")


def _pickled(content: object, path: Path, how: str) -> None:
    if how == "zip":
        torch.save(content, path)
    elif how == "legacy":
        torch.save(content, path, _use_new_zipfile_serialization=False)
    else:
        path.write_bytes(pickle.dumps(content, protocol=4))


@pytest.mark.parametrize("how", ["zip", "legacy", "plain"])
@pytest.mark.parametrize("suffix", [".pth", ".pt", ".safetensors"])
def test_malicious_pickles_are_never_run(net, tmp_path, how, suffix):
    proof, path = tmp_path / "proof", tmp_path / f"evil{suffix}"
    _pickled({"state_dict": _Malicious(proof)}, path, how)
    with pytest.raises(ValueError, match="evil"):
        load_weights(net, path)
    assert not proof.exists()
    # Without the guard it would have run.
    if how == "plain":
        pickle.loads(path.read_bytes())["state_dict"].close()
    else:
        torch.load(io.BytesIO(path.read_bytes()), weights_only=False)["state_dict"].close()
    assert proof.exists()


@pytest.mark.parametrize("how", ["zip", "legacy", "plain"])
@pytest.mark.parametrize("parallel", [False, True])
def test_pickled_modules_are_refused_with_the_way_out(net, tmp_path, how, parallel):
    path = tmp_path / "model_best.pth"
    module = nn.DataParallel(net) if parallel else net
    _pickled({"epoch": 3, "state_dict": module} if parallel else module, path, how)
    with pytest.raises(ValueError, match="pickled Python object") as caught:
        load_weights(net, path)
    message = str(caught.value)
    assert "model_best.pth" in message and "refused" in message
    if how != "plain":
        assert ("data_parallel.DataParallel" if parallel else "solution.hrnet.HRNet") in message
    # The way out that the message shows leads out.
    recipe = "\n".join(line.strip() for line in message.splitlines()[1:])
    recipe = recipe.replace('"state_dict.pth"', repr(str(tmp_path / "state_dict.pth")))
    if how != "plain":
        exec(recipe, {"torch": torch})
        again = small()
        load_weights(again, tmp_path / "state_dict.pth", min_share=1)
        assert _equal(net, again)


@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
@pytest.mark.parametrize("content", [b"", b"<html>quota exceeded</html>", b"\0" * 99, "half"])
def test_broken_files_are_named(net, tmp_path, suffix, content):
    path = tmp_path / f"broken{suffix}"
    if content == "half":
        if suffix == ".pth":
            torch.save(net.state_dict(), path)
        else:
            save_weights(net, path)
        content = path.read_bytes()[: path.stat().st_size // 2]
    path.write_bytes(content)
    with pytest.raises(ValueError, match="broken"):
        load_weights(net, path)


@pytest.mark.parametrize("content", [3, [1, 2], {}, {"state_dict": {}}, torch.zeros(2)])
def test_files_without_a_state_dict(net, tmp_path, content):
    torch.save(content, tmp_path / "odd.pth")
    with pytest.raises(ValueError, match=r"odd\.pth holds no state dict"):
        load_weights(net, tmp_path / "odd.pth")


def test_unknown_suffix(net, tmp_path):
    (tmp_path / "a.onnx").write_bytes(b"x")
    with pytest.raises(ValueError, match=r"\.safetensors, \.pth or \.pt"):
        load_weights(net, tmp_path / "a.onnx")


def test_saving_is_all_or_nothing(net, tmp_path, monkeypatch):
    path = tmp_path / "a.safetensors"
    save_weights(net, path)
    before = path.read_bytes()

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("solution.tools.weights.os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        save_weights(small(points=9), path)
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.safetensors"]
    assert load_file(path)["conv1.weight"].shape == (8, 3, 3, 3)


# ---------------------------------------------------------------- the baseline


def test_regressor():
    net = build_regressor().eval()
    assert count(net) == 2_474_948
    with torch.no_grad():
        assert net(torch.randn(2, 3, 128, 96)).shape == (2, 98, 2)
        assert net(torch.randn(1, 3, 64, 64)).shape == (1, 98, 2)  # a batch of one keeps its axis
    assert count(build_regressor(points=5)) == 2_223_872 + 1281 * 10


def test_regressor_takes_torchvision_weights_by_name(tmp_path):
    from torchvision.models import mobilenet_v2

    imagenet = mobilenet_v2()
    torch.save(imagenet.state_dict(), tmp_path / "mobilenet_v2.pth")
    net = build_regressor()
    report = load_weights(net, tmp_path / "mobilenet_v2.pth")
    assert report.missing == ["linear.weight", "linear.bias"]
    assert report.unexpected == ["classifier.1.weight", "classifier.1.bias"]
    assert torch.equal(net.features[18][0].weight, imagenet.features[18][0].weight)


def test_regressor_outputs_are_free_and_all_of_it_learns():
    torch.manual_seed(0)
    net = build_regressor(points=4)
    out = net(torch.randn(4, 3, 64, 64))
    assert out.min() < 0 < out.max()  # no sigmoid: landmarks may lie outside the crop
    (out - 0.5).square().sum().backward()
    assert all(p.grad is not None and p.grad.any() for p in net.parameters())


# ---------------------------------------------------------------- how the grader asks


def test_fuse_is_judged_without_fuse_path():
    """One mistake costs one check: a missing or broken path leaves the points of Fuse."""

    def broken(channels, source, target):
        raise NotImplementedError

    names = known_answers.names(
        next(a for a in known_answers.load("valid") if a.name == "fuse_by_source")
    )
    names["fuse_path"] = broken  # which its Fuse, defined in the same namespace, calls
    student, oracle = Student(names), Oracle()
    for check in ("fuse", "enlarged", "sizes", "learning"):
        for case in cases.draw("hrnet", check, True, "any seed"):
            lookup.check_function("hrnet", check)(
                lambda question, **inputs: open_reply(answer(student, question, inputs)),
                oracle.expect,
                case,
            )


def test_building_a_regressor_leaves_torch_as_it_was():
    before = models._api.load_state_dict_from_url, nn.init.kaiming_normal_, nn.init.uniform_

    def raising(**arguments):
        raise ValueError("boo")

    for names in ({"build_regressor": build_regressor}, {"build_regressor": raising}):
        reply = answer(Student(names), "regressor_weights", {"weights": "IMAGENET1K_V2"})
        assert before == (
            models._api.load_state_dict_from_url, nn.init.kaiming_normal_, nn.init.uniform_
        )  # fmt: skip
    assert reply["raised"]["type"] == "ValueError"


def test_fractions_span_the_crop_from_edge_to_edge():
    corners = torch.tensor([[-0.5, -0.5], [255.5, 127.5], [127.5, 63.5], [0.0, 0.0]])
    fractions = pixels_to_fractions(corners, (256, 128))
    assert fractions[:3].tolist() == [[0.0, 0.0], [1.0, 1.0], [0.5, 0.5]]
    assert torch.allclose(fractions_to_pixels(fractions, (256, 128)), corners)
