"""The values that may cross from a student's kernel or process to the checks.

An answer can be anything: None, a lazy object with a lying `__len__`, ten gigabytes of zeros.
`plain` reduces it to None, bool, int, float, str, NumPy arrays of plain dtypes, and lists and
dicts of these; what is none of them becomes an `Odd` that only says in words what it was.
`pack` and `unpack` turn plain values into bytes and back without pickle.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
import safetensors.numpy
import torch

from autograder.checking.namespace import Absent

MAX_BYTES = 64 * 2**20
MAX_ITEMS = 20_000
MAX_DEPTH = 6
MAX_TEXT = 10_000
MAX_TEXTS = 2**18  # characters in all texts together
MAX_HEAD = 4 * 2**20  # of JSON, which takes up to 25 times as much when it is read
DTYPES = frozenset(
    ["bool", "float16", "float32", "float64"]
    + [f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)]
)
_LENGTHS = struct.Struct(">QQ")
_TABLE = struct.Struct("<Q")  # how safetensors begins: the length of its own JSON


@dataclass(frozen=True)
class Odd:
    """A value that does not cross; `what` says in words what it was."""

    what: str


class TooLargeError(ValueError):
    """A value needs more than MAX_BYTES, MAX_ITEMS or MAX_TEXTS."""


def plain(value: Any) -> Any:
    """Reduce any value to plain ones.  Raises TooLargeError."""
    return _Reducer().reduce(value, MAX_DEPTH)


class _Reducer:
    def __init__(self) -> None:
        self.bytes = 0
        self.items = 0
        self.texts = 0

    def reduce(self, value: Any, depth: int) -> Any:
        self.items += 1
        if self.items > MAX_ITEMS:
            raise TooLargeError(f"more than {MAX_ITEMS:,} values")
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int) and not isinstance(value, np.generic):
            return int(value) if abs(value) < 2**63 else Odd("an integer beyond 64 bits")
        if isinstance(value, float) and not isinstance(value, np.generic):
            return float(value)
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, (torch.Tensor, np.ndarray, np.generic)):
            return self.array(value)
        if isinstance(value, Odd):
            return value
        if depth > 0 and isinstance(value, (list, tuple)):
            return self.sequence(value, depth)
        if depth > 0 and isinstance(value, dict):
            return {
                self.text(str(key)): self.reduce(item, depth - 1) for key, item in value.items()
            }
        if isinstance(value, Absent):
            value()  # raises, and says why it is absent
        return Odd(f"an object of type {_type_name(value)}")

    def text(self, value: str) -> str:
        short = str(value)[:MAX_TEXT]
        self.texts += len(short)
        if self.texts > MAX_TEXTS:
            raise TooLargeError(f"more than {MAX_TEXTS:,} characters")
        return short

    def sequence(self, value: list | tuple, depth: int) -> Any:
        """Rows of numbers are an array to everyone but Python, and so are arrays of one shape."""
        if len(value) > MAX_ITEMS:
            raise TooLargeError(f"more than {MAX_ITEMS:,} values")
        if value and all(map(_is_number, value)):
            return self.numbers(value)
        items = [self.reduce(item, depth - 1) for item in value]
        shapes = {item.shape if isinstance(item, np.ndarray) else None for item in items}
        if len(shapes) == 1 and None not in shapes:
            return np.stack(items)
        return items

    def numbers(self, value: list | tuple) -> Any:
        self.items -= 1  # bytes bound them, as they do in an array
        self.bytes += 8 * len(value)
        self.require_few_bytes()
        try:
            array = np.asarray([_as_numpy(item) for item in value])
        except (ValueError, TypeError, RuntimeError, OverflowError):
            array = np.asarray(None)
        if array.dtype.name in DTYPES:
            return array
        return [self.reduce(item, 0) for item in value]  # an integer beyond 64 bits, for example

    def require_few_bytes(self) -> None:
        if self.bytes > MAX_BYTES:
            raise TooLargeError(
                f"{self.bytes / 2**20:,.0f} MiB, more than {MAX_BYTES // 2**20} MiB"
            )

    def array(self, value: Any) -> np.ndarray | Odd:
        if isinstance(value, torch.Tensor):
            size = value.numel() * value.element_size()
        else:
            size = value.size * value.itemsize
        self.bytes += size
        self.require_few_bytes()
        try:
            array = np.array(_as_numpy(value), order="C")
        except (RuntimeError, TypeError, ValueError) as error:
            return Odd(f"an array that cannot be read ({type(error).__name__})")
        if array.dtype.name not in DTYPES:
            return Odd(f"an array of {array.dtype.name[:40]}, not of numbers")
        # Other machines' byte order is still the same number.
        return array.astype(array.dtype.newbyteorder("="), copy=False)


def _is_number(value: Any) -> bool:
    if isinstance(value, (torch.Tensor, np.ndarray)):
        return value.ndim == 0
    return isinstance(value, (bool, int, float, np.generic))


def _as_numpy(value: Any) -> Any:
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu()
        return (value.float() if value.dtype == torch.bfloat16 else value).numpy()
    return value


def _type_name(value: Any) -> str:
    return type(value).__name__[:40]


def pack(value: Any) -> bytes:
    """Bytes of a plain value: two lengths, a JSON skeleton, the arrays as safetensors."""
    arrays: dict[str, np.ndarray] = {}

    def skeleton(item: Any) -> Any:
        if isinstance(item, np.ndarray):
            arrays[str(len(arrays))] = np.ascontiguousarray(item)
            return {"array": str(len(arrays) - 1), "shape": list(item.shape)}
        if isinstance(item, Odd):
            return {"odd": item.what}
        if isinstance(item, dict):
            return {"dict": {key: skeleton(inner) for key, inner in item.items()}}
        if isinstance(item, list):
            return [skeleton(inner) for inner in item]
        return item

    head = json.dumps(skeleton(value)).encode()
    body = safetensors.numpy.save(arrays)
    return _LENGTHS.pack(len(head), len(body)) + head + body


def unpack(data: bytes) -> Any:
    """The value that `pack` packed.  Raises ValueError for anything else, before allocating."""
    try:
        head_size, body_size = _LENGTHS.unpack_from(data)
        if len(data) != _LENGTHS.size + head_size + body_size:
            raise ValueError("lengths do not add up")
        (table_size,) = _TABLE.unpack_from(data, _LENGTHS.size + head_size)
        if max(head_size, table_size) > MAX_HEAD:
            raise ValueError("too many values, or too much text")
        head = data[_LENGTHS.size : _LENGTHS.size + head_size]
        arrays = safetensors.numpy.load(data[_LENGTHS.size + head_size :])
        return _restore(json.loads(head), arrays)
    except ValueError:
        raise
    except Exception as error:  # safetensors and struct have error classes of their own
        raise ValueError(f"not a packed value: {type(error).__name__}") from error


def _restore(item: Any, arrays: dict[str, np.ndarray]) -> Any:
    if isinstance(item, list):
        return [_restore(inner, arrays) for inner in item]
    if not isinstance(item, dict):
        return item
    if "array" in item:
        array = arrays[item["array"]]
        if array.dtype.name not in DTYPES:
            raise ValueError("dtype outside the list")
        return array.reshape(item["shape"])
    if "odd" in item:
        return Odd(str(item["odd"])[:200])
    return {key: _restore(inner, arrays) for key, inner in item["dict"].items()}
