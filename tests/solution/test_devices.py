"""Every function computes where its tensors are, shown without a GPU.

Under FakeTensorMode tensors have a shape, a type and a device and no values: a "cuda" that is in no
machine, where mixing devices raises as on a real one.  `.item()` and `.numpy()` need values,
`.backward()` a driver: they are replaced.

On the CPU, with another default device, the same calls keep their values: what is made on the
default device shows there too.  tools/test_gpu.py repeats all of them on a real GPU.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch._subclasses.fake_tensor import FakeTensorMode

from autograder.parts.bundled_data import SAMPLE
from solution.crops import Augment, normalise
from solution.heatmaps import decode, encode
from solution.hrnet import HRNet
from solution.losses import adaptive_wing, weight_map, wing
from solution.regression import build_regressor, fractions_to_pixels, pixels_to_fractions
from solution.tools import fitting
from solution.tools.chains import CHAINS
from solution.tools.config import Config
from solution.tools.evaluation import predict_points
from solution.tools.fitting import LOSSES, fit, measure_nme
from solution.tools.hrnet_compat import hrnet_decode, hrnet_encode
from solution.trained import predict
from solution.training import train_epoch, validate
from solution.transforms import crop_matrix, rotation_matrix, warp_batch

SIZE = 64
CUDA, CPU = torch.device("cuda", 0), torch.device("cpu")


def random(device: torch.device, *shape: int) -> Tensor:
    """The same numbers from 0 to 1 on every device."""
    generator = torch.Generator("cpu").manual_seed(len(shape))
    return torch.rand(shape, generator=generator, device="cpu").to(device)


def points(device: torch.device, *batch: int) -> Tensor:
    return random(device, *batch, 98, 2) * SIZE


def matrices(device: torch.device, shrink: float) -> Tensor:
    """Two crops, one of them turned, that make a picture smaller."""
    crop = crop_matrix(np.array([2.0, 4.0, 2.0 + 20 * shrink, 4.0 + 20 * shrink]), (20, 16))
    return torch.from_numpy(np.stack([crop, rotation_matrix(20, (20, 16)) @ crop])).to(device)


def maps(device: torch.device) -> Tensor:
    """Two faces' heatmaps, without a tie between their pixels."""
    return random(device, 2, 98, 16, 16)


Call = Callable[[torch.device], Tensor | tuple[Tensor, ...]]

CALLS: dict[str, Call] = {
    "encode": lambda on: encode(points(on), (16, 16)),
    "encode, batch": lambda on: encode(points(on, 2), (16, 16)),
    "hrnet_encode": lambda on: hrnet_encode(points(on), (16, 16)),
    "hrnet_encode, batch": lambda on: hrnet_encode(points(on, 2), (16, 16)),
    "decode": lambda on: decode(maps(on)),
    "hrnet_decode": lambda on: hrnet_decode(maps(on)),
    "adaptive_wing": lambda on: adaptive_wing(maps(on), maps(on).flip(0)),
    "weight_map": lambda on: weight_map(maps(on)),
    "wing": lambda on: wing(points(on), points(on).flip(0)),
    "pixels_to_fractions": lambda on: pixels_to_fractions(points(on), (64, 32)),
    "fractions_to_pixels": lambda on: fractions_to_pixels(points(on), (64, 32)),
    "normalise": lambda on: normalise(random(on, 3, 8, 9)),
    "normalise, batch": lambda on: normalise(random(on, 2, 3, 8, 9)),
    "relight": lambda on: Augment().relight(np.random.default_rng(0), random(on, 3, 8, 9)),
    **{
        f"warp_batch, {shrink}, matrices on the {name}": lambda on, shrink=shrink, own=own: (
            warp_batch(random(on, 2, 3, 70, 80), matrices(own or on, shrink), (20, 16))
        )
        for shrink in (1.0, 2.5)
        for name, own in (("same device", None), ("CPU", CPU))
    },
    **{
        f"chain {name}, {what}": call
        for name, chain in CHAINS.items()
        for what, call in {
            "targets": lambda on, chain=chain: chain.targets(points(on), SIZE),
            "targets, batch": lambda on, chain=chain: chain.targets(points(on, 2), SIZE),
            "points": lambda on, chain=chain: chain.points(
                points(on, 2) if chain.name.startswith("fractions") else maps(on), SIZE
            ),
        }.items()
    },
    **{
        f"loss {loss} of a {model}": lambda on, model=model, function=function: function(
            *(points(on, 2), points(on, 2).flip(0), random(on, 2, 98))
            if model == "mobilenet"
            else (maps(on), maps(on).flip(0), random(on, 2, 98).round())
        )
        for (model, loss), function in LOSSES.items()
    },
}


def answers(call: Call, device: torch.device) -> tuple[Tensor, ...]:
    found = call(device)
    return found if isinstance(found, tuple) else (found,)


# ---------------------------------------------------------------- a GPU that is not there


@pytest.fixture
def fake_cuda(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tensors without values: a number is 3.0 or 1, an array 0, 1, 2, …, a gradient 0."""

    def item(tensor: Tensor) -> float:
        return 3.0 if tensor.is_floating_point() else 1

    def numpy(tensor: Tensor) -> np.ndarray:
        if tensor.device.type != "cpu":
            raise TypeError(f"{tensor.device}: use .cpu() first")
        counted = np.arange(tensor.numel()).reshape(tensor.shape)
        return counted.astype(str(tensor.dtype).removeprefix("torch."))

    monkeypatch.setattr(Tensor, "item", item)
    monkeypatch.setattr(Tensor, "numpy", numpy)
    monkeypatch.setattr(Tensor, "backward", lambda loss: None)
    with FakeTensorMode():
        yield


@pytest.mark.usefixtures("fake_cuda")
@pytest.mark.parametrize("name", CALLS)
def test_answers_lie_where_the_question_lay(name):
    assert {answer.device for answer in answers(CALLS[name], CUDA)} == {CUDA}


@pytest.mark.usefixtures("fake_cuda")
def test_the_fake_notices_mixed_devices():
    with pytest.raises(RuntimeError, match="devices"):
        random(CUDA, 3) + random(CPU, 3)
    with pytest.raises(TypeError, match="cpu"):
        random(CUDA, 3).numpy()
    with pytest.raises(TypeError, match="cpu"):
        np.asarray(random(CUDA, 3))


def network(name: str) -> nn.Module:
    """A network on the fake GPU, made there, for a fake module cannot be moved."""
    with CUDA:
        own = build_regressor() if name == "mobilenet" else small_hrnet()
    own.register_forward_hook(_fill_gradients)
    return own


def small_hrnet() -> HRNet:
    return HRNet(4, modules=(1, 1, 1), blocks=1, stem=8)


def _fill_gradients(own: nn.Module, *_: object) -> None:
    for parameter in own.parameters():
        parameter.grad = torch.zeros_like(parameter)


@pytest.mark.usefixtures("fake_cuda")
@pytest.mark.parametrize(("name", "loss"), [("hrnet", "awing"), ("mobilenet", "wing")])
def test_a_network_learns_and_is_validated(name, loss):
    """Batches come from the CPU, and errors go back to it."""
    chain = CHAINS["fractions" if name == "mobilenet" else "kit"]
    model = network(name)
    images = random(CPU, 2, 3, SIZE, SIZE)
    batch = (images, *chain.targets(points(CPU, 2), SIZE))
    optimizer = torch.optim.AdamW(model.parameters(), 1e-3)
    train_epoch(model, [batch], optimizer, LOSSES[name, loss])
    assert all(parameter.grad.device == CUDA for parameter in model.parameters())
    errors = validate(model, [(images, points(CPU, 2))], measure_nme(chain, SIZE))
    assert errors.shape == (2,)


@pytest.mark.usefixtures("fake_cuda")
@pytest.mark.parametrize("name", ["hrnet", "mobilenet"])
def test_a_network_predicts(name):
    chain = CHAINS["fractions" if name == "mobilenet" else "kit"]
    model, box = network(name), np.array([5.0, 6.0, 45.0, 46.0])
    picture = np.zeros((50, 60, 3), np.uint8)
    assert predict_points(model, [picture] * 2, [box] * 2, SIZE, chain).shape == (2, 98, 2)
    if name == "hrnet":
        assert predict(model, picture, box).shape == (98, 2)


@pytest.mark.usefixtures("fake_cuda")
def test_a_whole_training(tmp_path, monkeypatch):
    """All but the files, for there are no values to write."""
    monkeypatch.setattr(fitting, "choose_device", lambda name: CUDA)
    monkeypatch.setattr(fitting, "build_model", lambda config: network(config.model))
    monkeypatch.setattr(HRNet, "to", lambda model, device: model)
    monkeypatch.setattr(fitting, "save", lambda *arguments, **options: None)
    config = Config(
        data=str(SAMPLE),
        out=str(tmp_path),
        size=SIZE,
        epochs=1,
        faces=6,
        validation=0.5,
        precision="fp32",
    )
    assert len(fit(config)) == 1


# ---------------------------------------------------------------- another default device


# The others take arrays too, which belong to no device and go to the default one.
FROM_TENSORS = [name for name in CALLS if "encode" not in name and "targets" not in name]


@pytest.mark.parametrize("name", FROM_TENSORS)
def test_the_default_device_makes_no_difference(name):
    expected = answers(CALLS[name], CPU)
    with torch.device("meta"):
        found = answers(CALLS[name], CPU)
    for ours, theirs in zip(found, expected, strict=True):
        torch.testing.assert_close(ours, theirs, rtol=0, atol=0)


def test_a_network_learns_whatever_the_default_device():
    learned = []
    for default in (CPU, torch.device("meta")):
        torch.manual_seed(0)
        own = small_hrnet()
        optimizer = torch.optim.SGD(own.parameters(), 0.1)
        batch = (random(CPU, 2, 3, SIZE, SIZE), *CHAINS["kit"].targets(points(CPU, 2), SIZE))
        with default:
            loss = train_epoch(own, [batch], optimizer, LOSSES["hrnet", "awing"])
            errors = validate(own, [(batch[0], points(CPU, 2))], measure_nme(CHAINS["kit"], SIZE))
        learned.append([loss, *errors, *(p.sum().item() for p in own.parameters())])
    assert learned[0] == learned[1]
