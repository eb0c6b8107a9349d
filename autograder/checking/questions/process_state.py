"""One known state of the process before every question, in a kernel and at grading alike.

A default dtype, a seed, a folder or numpy's errors on under- and overflow are settings of the
whole process: an answer that changes one would change the verdict on others, and a student who
set one in a cell above would be judged by it.  So every question is put in the state below.
Afterwards the process is as it was found, whatever the answer did.  What the notebook keeps in
its own names, or patches in a library on purpose, is left alone.
"""

from __future__ import annotations

import contextlib
import decimal
import gc
import locale
import multiprocessing
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch

AS_FOUND = object()  # nothing is set before a question; what it changes is still put back
SEED = 0


@dataclass(frozen=True)
class Setting:
    """One setting of the process: how to read it, how to put it, and its known value."""

    read: Callable[[], Any]
    put: Callable[[Any], Any]
    known: Any = AS_FOUND


def _generators() -> tuple[Any, ...]:
    return random.getstate(), np.random.get_state(), torch.get_rng_state()


def _put_generators(states: tuple[Any, ...]) -> None:
    random.setstate(states[0])
    np.random.set_state(states[1])
    torch.set_rng_state(states[2])


def _seeded() -> tuple[Any, ...]:
    return (
        random.Random(SEED).getstate(),
        np.random.RandomState(SEED).get_state(),
        torch.Generator().manual_seed(SEED).get_state(),
    )


def _cuda_generators() -> list[torch.Tensor]:
    return torch.cuda.get_rng_state_all() if torch.cuda.is_initialized() else []


def _put_cuda_generators(states: list[torch.Tensor]) -> None:
    if states:
        torch.cuda.set_rng_state_all(states)


def _put_device(device: torch.device) -> None:
    torch.set_default_device(None if device.type == "cpu" else device)  # "cpu" costs a mode


def _put_deterministic(level: int) -> None:
    """Level 0: whatever is fastest; 1: warn of what is not deterministic; 2: refuse it."""
    torch.use_deterministic_algorithms(level > 0, warn_only=level == 1)


def _torch_print_options() -> dict[str, Any]:
    return dict(vars(torch._tensor_str.PRINT_OPTS))


def _put_torch_print_options(options: dict[str, Any]) -> None:
    torch.set_printoptions(**options)


def _put_numpy_print_options(options: dict[str, Any]) -> None:
    np.set_printoptions(**options)


def _put_errors(errors: dict[str, Any]) -> None:
    np.seterr(**errors)


def _decimals() -> tuple[int, str]:
    context = decimal.getcontext()
    return context.prec, context.rounding


def _put_decimals(found: tuple[int, str]) -> None:
    decimal.getcontext().prec, decimal.getcontext().rounding = found


def _drops_denormals() -> bool:
    """Return whether numbers near zero count as zero; torch tells nobody."""
    return bool(2 * torch.full((), 1e-310, dtype=torch.float64, device="cpu") == 0)


def _cudnn() -> tuple[bool, bool]:
    return torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark


def _put_cudnn(found: tuple[bool, bool]) -> None:
    torch.backends.cudnn.deterministic, torch.backends.cudnn.benchmark = found


def _put_start_method(name: str | None) -> None:
    multiprocessing.set_start_method(name, force=True)


def _environment() -> dict[str, str]:
    return dict(os.environ)


def _put_environment(variables: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(variables)


def _search_path() -> list[str]:
    return list(sys.path)


def _put_search_path(folders: list[str]) -> None:
    sys.path[:] = folders


def _folder() -> str:
    with contextlib.suppress(FileNotFoundError):
        return os.getcwd()
    return os.sep  # the kernel stands in a folder that was removed


_SETTINGS = (
    Setting(_generators, _put_generators, _seeded()),
    Setting(_cuda_generators, _put_cuda_generators),
    Setting(torch.get_default_dtype, torch.set_default_dtype, torch.float32),
    Setting(torch.get_default_device, _put_device, torch.device("cpu")),
    Setting(torch.is_grad_enabled, torch.set_grad_enabled, True),
    Setting(torch.is_anomaly_enabled, torch.autograd.set_detect_anomaly, False),
    Setting(
        lambda: torch.is_autocast_enabled("cpu"),
        lambda on: torch.set_autocast_enabled("cpu", on),
        False,
    ),
    Setting(
        lambda: torch.get_autocast_dtype("cpu"),
        lambda dtype: torch.set_autocast_dtype("cpu", dtype),
        torch.bfloat16,
    ),
    Setting(torch.get_deterministic_debug_mode, _put_deterministic, 0),
    Setting(_cudnn, _put_cudnn, (False, False)),
    Setting(_drops_denormals, torch.set_flush_denormal, False),
    Setting(torch.get_float32_matmul_precision, torch.set_float32_matmul_precision, "highest"),
    Setting(torch.get_num_threads, torch.set_num_threads, 1),
    Setting(
        _torch_print_options,
        _put_torch_print_options,
        vars(type(torch._tensor_str.PRINT_OPTS)()),
    ),
    Setting(
        np.geterr,
        _put_errors,
        {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"},
    ),
    Setting(np.geterrcall, np.seterrcall, None),
    Setting(
        np.get_printoptions,
        _put_numpy_print_options,
        {
            **{"edgeitems": 3, "threshold": 1000, "floatmode": "maxprec", "precision": 8},
            **{"suppress": False, "linewidth": 75, "nanstr": "nan", "infstr": "inf"},
            **{"sign": "-", "formatter": None, "legacy": False},
        },
    ),
    Setting(np.getbufsize, np.setbufsize, 8192),
    Setting(_decimals, _put_decimals, (28, decimal.ROUND_HALF_EVEN)),
    Setting(
        lambda: locale.setlocale(locale.LC_ALL), lambda name: locale.setlocale(locale.LC_ALL, name)
    ),
    Setting(lambda: multiprocessing.get_start_method(allow_none=True), _put_start_method),
    Setting(sys.gettrace, sys.settrace),
    Setting(gc.isenabled, lambda on: gc.enable() if on else gc.disable(), True),
    Setting(sys.getrecursionlimit, sys.setrecursionlimit, 3000),
    Setting(_environment, _put_environment),
    Setting(_search_path, _put_search_path),
)


@contextlib.contextmanager
def known_state(folder: Path | None = None) -> Iterator[None]:
    """Set the known state, and put back what was found when the block ends.

    folder  the current folder of the block; without one it stays the same
    """
    there = Setting(_folder, os.chdir, AS_FOUND if folder is None else str(folder))
    with contextlib.ExitStack() as stack:
        stack.enter_context(warnings.catch_warnings())
        _show_warnings()
        for setting in (*_SETTINGS, there):
            stack.callback(_put, setting, setting.read())
            _put(setting, setting.known)
        stack.enter_context(_pictures())
        yield


def _show_warnings() -> None:
    """Show what Python shows without further settings: what is meant for users."""
    warnings.resetwarnings()
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", category)


def set_known_state() -> None:
    """Set the known state for good: in a process of which nobody wants anything back."""
    _show_warnings()
    for setting in _SETTINGS:
        _put(setting, setting.known)


def _put(setting: Setting, value: Any) -> None:
    has_arrays = isinstance(value, (tuple, list))  # random states: put every time
    if value is not AS_FOUND and (has_arrays or setting.read() != value):
        setting.put(value)


@cache
def _default_parameters() -> dict[str, Any]:
    """Return matplotlib's settings, without those of the window or cell that pictures go to."""
    import matplotlib

    of_the_display = {"backend", "backend_fallback", "interactive", "toolbar"}
    everything = dict.items(matplotlib.rcParamsDefault)
    return {name: value for name, value in everything if name not in of_the_display}


@contextlib.contextmanager
def _pictures() -> Iterator[None]:
    """Give matplotlib its default settings, if it is there, and close what is drawn meanwhile."""
    matplotlib = sys.modules.get("matplotlib")
    plots = sys.modules.get("matplotlib.pyplot")
    if matplotlib is None or plots is None:
        yield
        return
    parameters = matplotlib.rcParams
    # As a plain dict: asked for "backend", its own class would load one.
    found, figures = dict(dict.items(parameters)), set(plots.get_fignums())
    dict.update(parameters, _default_parameters())
    try:
        yield
    finally:
        for number in set(plots.get_fignums()) - figures:
            plots.close(number)
        drawn_by = dict.get(parameters, "backend")
        dict.update(parameters, found)
        if drawn_by != found["backend"] and isinstance(found["backend"], str):
            plots.switch_backend(found["backend"])
