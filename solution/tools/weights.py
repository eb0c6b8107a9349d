"""Weights into a model and out to a file, with a report of what fitted.

Files are safetensors, or the state dicts that `torch.save` writes.  The original face-alignment
code loaded whatever matched, said nothing when nothing did or when the file was missing, and
unpickled whole modules, which runs any code that the file's maker put in.
"""

from __future__ import annotations

import os
import pickle
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import safetensors
import safetensors.torch
import torch
from torch import Tensor, nn

# Under these keys training code keeps the state dict, beside the epoch and the optimiser.
WRAPPERS = ("state_dict", "model")

REFUSAL = """\
{path} holds a pickled Python object ({what}), not a plain table of tensors. Loading it would run \
code from the file, so it was refused and nothing of it was run. If you trust its maker, convert \
it once, where the class can be imported:
    found = torch.load({path!r}, map_location="cpu", weights_only=False)
    net = found["state_dict"] if isinstance(found, dict) else found
    torch.save(net if isinstance(net, dict) else net.state_dict(), "state_dict.pth")"""


@dataclass(frozen=True)
class LoadReport:
    """What became of the tensors; names are the model's own, without the file's `module.`.

    path        the file
    matched     loaded: name and shape agree
    missing     in the model only; they keep the values they had
    unexpected  in the file only; not used, like the classifier of an ImageNet backbone
    mismatched  name -> (shape in the file, shape in the model); not used either
    """

    path: Path
    matched: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    mismatched: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=dict)

    @property
    def wanted(self) -> int:
        """How many tensors the model has."""
        return len(self.matched) + len(self.missing) + len(self.mismatched)

    @property
    def share(self) -> float:
        """The share of the model's tensors that matched, 0 to 1."""
        return len(self.matched) / max(self.wanted, 1)

    def __str__(self) -> str:
        """One line: '1830 of 1839 tensors match hr.pth; missing: head (9)'."""
        text = f"{len(self.matched)} of {self.wanted} tensors match {self.path}"
        if self.missing:
            text += f"; missing: {_by_part(self.missing)}"
        if self.mismatched:
            name, (found, own) = next(iter(self.mismatched.items()))
            text += f"; of another shape: {_by_part(self.mismatched)}, such as {name}, "
            text += f"{found} in the file and {own} in the model"
        if self.unexpected:
            text += f"; not used: {_by_part(self.unexpected)}"
        return text


def load_weights(model: nn.Module, path: str | Path, min_share: float = 0.9) -> LoadReport:
    """Copy the tensors of a file into `model`, by name, where the shapes agree.

    path       .safetensors, .pth or .pt; the state dict may lie under one of WRAPPERS, and its
               names may begin with the `module.` of DataParallel
    min_share  the share of the model's tensors that must match: 0.9 takes an ImageNet backbone
               without its head, 1 only a whole model

    Returns a report of what matched and what did not.  The counters `num_batches_tracked`, which
    old files lack and nothing here reads, never count as missing: of HRNetV2-W18's 1,839 tensors,
    a backbone without the head matches 1,830 and misses 8.
    Raises FileNotFoundError if there is no such file, and ValueError if it is broken or no
    weights file, if it holds pickled objects (which are never executed), or if fewer tensors
    match than asked for; then the model stays as it was.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no weights file {path}")
    own = model.state_dict()
    found = {
        name if name in own else name.removeprefix("module."): value
        for name, value in _read_tensors(path).items()
    }
    broken = [n for n, v in found.items() if v.is_floating_point() and not v.isfinite().all()]
    if broken:
        raise ValueError(f"{path}: {broken[0]} is not finite; take the weights of another epoch")
    report = LoadReport(path, unexpected=[name for name in found if name not in own])
    for name, tensor in own.items():
        if name in found and found[name].shape == tensor.shape:
            report.matched.append(name)
        elif name in found:
            report.mismatched[name] = (tuple(found[name].shape), tuple(tensor.shape))
        elif not name.endswith(".num_batches_tracked"):
            report.missing.append(name)
    if report.share < min_share or not report.matched:
        raise ValueError(f"{report}. At least {min_share:.0%} must match: is it the same network?")
    model.load_state_dict({name: found[name] for name in report.matched}, strict=False)
    return report


def save_weights(
    model: nn.Module, path: str | Path, metadata: Mapping[str, str] | None = None
) -> None:
    """Write the model's state dict as safetensors.

    path      should end in .safetensors; a file already there is replaced only when the new one
              is complete, so that a crash or a full disk leaves the old one whole
    metadata  text to keep with the tensors, such as how the model was made

    Raises OSError if the file cannot be written.
    """
    path = Path(path)
    tensors = {
        # A copy each: safetensors refuses tensors that share memory, or lie in it out of order.
        name: value.detach().to("cpu", copy=True).contiguous()
        for name, value in model.state_dict().items()
    }
    content = safetensors.torch.save(tensors, metadata=dict(metadata) if metadata else None)
    write_whole(path, content)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; one already there stays until the new one is complete."""
    # The same folder, for a rename is atomic only within one file system.
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _read_tensors(path: Path) -> dict[str, Tensor]:
    if path.suffix == ".safetensors":
        try:
            return safetensors.torch.load_file(path)
        except safetensors.SafetensorError as error:
            raise ValueError(f"{path} is broken or no safetensors file: {error}") from error
    if path.suffix not in (".pth", ".pt"):
        raise ValueError(f"{path}: weights end in .safetensors, .pth or .pt")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an unusual pickle protocol, refused below
            found = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        # PyTorch's own message advises to switch the safety off, so it is not passed on.
        with path.open("rb") as file:
            is_pickle = file.read(1) == b"\x80"
        refused = re.search(r"GLOBAL ([\w.]+)", str(error))
        if refused or is_pickle:
            what = refused[1] if refused else "of a kind that was not looked into"
            raise ValueError(REFUSAL.format(path=str(path), what=what)) from None
        raise ValueError(f"{path} is no weights file; a web page saved by mistake?") from None
    except (EOFError, KeyError, RuntimeError) as error:
        raise ValueError(f"{path} is broken; an incomplete download? {error}") from error
    for wrapper in WRAPPERS:
        if isinstance(found, dict) and isinstance(found.get(wrapper), dict):
            found = found[wrapper]
    if isinstance(found, dict):
        tensors = {str(name): value for name, value in found.items() if isinstance(value, Tensor)}
        if tensors:
            return tensors
    raise ValueError(f"{path} holds no state dict, that is no table of named tensors")


def _by_part(names: Iterable[str]) -> str:
    """How many names each top-level part of a network has: 'head (9), stage4 (2)'."""
    parts = Counter(name.split(".")[0] for name in names)
    return ", ".join(f"{part} ({count})" for part, count in parts.items())
