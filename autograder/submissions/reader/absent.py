"""What a notebook finds in a kernel and not here: it exists, and does nothing.

`display`, `get_ipython` with its magics and shell lines, `input`, and the self-check's `check`,
`hint` and `hand_in`.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import IPython
import IPython.core.getipython
import IPython.display

from autograder.checking.namespace import MissingNameError
from autograder.submissions.reader.causes import SHELL
from autograder.submissions.reader.magics import WRITE

SELF_CHECK = "autograder.selfcheck"


class DoNothing:
    """Takes any call, has any attribute, is empty."""

    def __call__(self, *arguments: Any, **keywords: Any) -> DoNothing:
        return self

    def __getattr__(self, name: str) -> DoNothing:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __enter__(self) -> DoNothing:
        return self

    def __exit__(self, *error: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return ""


def nothing(*arguments: Any, **keywords: Any) -> None:
    """Do nothing."""


def no_input(prompt: object = "") -> str:
    """Return what nobody typed."""
    return ""


class NoOutput(list[str]):
    """What a shell line printed: nothing, and whoever looks for a line of it hears why."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self._command = command

    def __getitem__(self, place: Any) -> Any:
        return super().__getitem__(place) if isinstance(place, slice) else self._tell()

    def __getattr__(self, name: str) -> Any:
        return self._tell() if name in ("s", "n", "l", "p") else object.__getattribute__(self, name)

    def pop(self, *place: Any) -> Any:
        return self._tell()

    def _tell(self) -> Any:
        line = f"!{self._command}"[:60]
        raise MissingNameError(line, f"`{line}` printed nothing, for {SHELL}")


class ZMQInteractiveShell(DoNothing):
    """The kernel's shell, as `get_ipython()` gives it: code is run, all else does nothing."""

    def __init__(self, namespace: dict[str, Any]) -> None:
        self.user_ns = namespace

    def run_cell(self, text: str, *arguments: Any, **keywords: Any) -> None:
        exec(text, self.user_ns)

    def ex(self, text: str) -> None:
        exec(text, self.user_ns)

    def ev(self, text: str) -> Any:
        return eval(text, self.user_ns)

    def push(self, names: Any, *arguments: Any, **keywords: Any) -> None:
        if isinstance(names, dict):
            self.user_ns.update(names)

    def system(self, command: str) -> None:
        return None

    def getoutput(self, command: str, *arguments: Any, **keywords: Any) -> list[str]:
        return NoOutput(command)

    def run_line_magic(self, name: str, line: str = "", *arguments: Any) -> None:
        if name == "cd" and line.strip():
            with contextlib.suppress(OSError):
                os.chdir(os.path.expanduser(line.strip().strip("'\"")))

    def run_cell_magic(self, name: str, line: str = "", cell: str = "") -> None:
        if name in ("writefile", "file") and line.split():
            write_file(line.split()[-1], cell, append="-a" in line.split())

    magic = run_line_magic


def write_file(name: str, text: str, append: bool = False) -> None:
    """Write what stands below `%%writefile`."""
    path = Path(os.path.expanduser(name))
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a" if append else "w", encoding="utf-8") as file:
        file.write(text)
    module = path.stem
    if module in sys.modules and _is_own(sys.modules[module]):
        del sys.modules[module]  # of an earlier reading


def _is_own(module: types.ModuleType) -> bool:
    file = getattr(module, "__file__", None)
    return file is not None and Path(file).parent == Path.cwd()


def kernel_names(namespace: dict[str, Any]) -> dict[str, Any]:
    """Return the names that a kernel's namespace has before the first cell."""
    shell = ZMQInteractiveShell(namespace)
    return {
        "__name__": "__main__",
        "__doc__": None,
        "__builtins__": builtins,
        "In": [""],
        "Out": {},
        "get_ipython": lambda: shell,
        "display": nothing,
        "input": no_input,
        "breakpoint": nothing,
        "__captured__": DoNothing,
        WRITE: write_file,
        **dict.fromkeys(("check", "hint", "hand_in"), nothing),
    }


@contextmanager
def as_in_a_kernel(shell: Any) -> Iterator[None]:
    """Let imports find a shell, and of the self-check only functions that do nothing."""
    module = types.ModuleType(SELF_CHECK)
    module.__getattr__ = DoNothing().__getattr__  # type: ignore[method-assign]
    for name in ("check", "hint", "hand_in"):
        setattr(module, name, nothing)
    package, last = sys.modules[SELF_CHECK.partition(".")[0]], SELF_CHECK.rpartition(".")[2]
    places: list[tuple[Any, str, Any]] = [
        (IPython, "get_ipython", shell),
        (IPython.core.getipython, "get_ipython", shell),
        (IPython.display, "display", nothing),
        (IPython.display, "clear_output", nothing),
        (package, last, module),  # `import a.b as c` takes what the package has, if it has it
    ]
    kept = [(place, name, vars(place).get(name)) for place, name, _ in places]
    before, sys.modules[SELF_CHECK] = sys.modules.get(SELF_CHECK), module
    try:
        for place, name, value in places:
            setattr(place, name, value)
        yield
    finally:
        for place, name, value in kept:
            if value is None:
                delattr(place, name)
            else:
                setattr(place, name, value)
        if before is None:
            del sys.modules[SELF_CHECK]
        else:
            sys.modules[SELF_CHECK] = before
