"""What a question needs of a student's names, and the words for what can go wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any


class MalformedError(Exception):
    """An answer whose form is wrong; the text says what was expected and what came."""


class MissingNameError(Exception):
    """A name that the assignment asks for is not there.  `why` may say more."""

    def __init__(self, name: str, why: str = "") -> None:
        super().__init__(name)
        self.name, self.why = name, why


class Absent:
    """Stands for a name whose statement failed; whoever uses it hears why."""

    def __init__(self, name: str, why: str) -> None:
        self.__dict__.update(_name=name, _why=why)

    def _tell(self, *arguments: Any, **keywords: Any) -> Any:
        raise MissingNameError(self.__dict__["_name"], self.__dict__["_why"])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return self._tell()

    def __call__(self, *arguments: Any, **keywords: Any) -> Any:
        return self._tell()

    def __mro_entries__(self, bases: tuple[type, ...]) -> tuple[type, ...]:
        return self._tell()


def _all_operations() -> list[str]:
    words = ["add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "and", "or", "xor"]
    others = (
        "getitem setitem delitem iter len bool float int index contains enter neg pos abs "
        "lt le gt ge setattr str format"
    )
    both = [*words, *(f"r{word}" for word in words), *others.split()]
    return [f"__{word}__" for word in both]


for _operation in _all_operations():
    setattr(Absent, _operation, Absent._tell)


WEIGHTS_FILE = "weights.safetensors"


class Student:
    """The student's names as attributes; a name that is not there raises MissingNameError.

    weights_file  where the weights lie that were handed in; there may be none
    folder        the current folder while a question is answered; without one, as it is then
    """

    def __init__(
        self,
        names: Mapping[str, Any],
        reasons: Mapping[str, str] | None = None,
        weights_file: str = WEIGHTS_FILE,
        folder: Path | None = None,
    ) -> None:
        self._names = names
        self._reasons = reasons or {}
        self.weights_file = weights_file
        self.folder = folder

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self._names[name]
        except KeyError:
            raise MissingNameError(name, self._reasons.get(name, "")) from None


def pair(value: Any, call: str, first: str, second: str) -> tuple[Any, Any]:
    """The two things an answer returns together.  Raises MalformedError if there are not two."""
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return value[0], value[1]
    if value is None:
        came = "None: is there a `return` at the end"
    elif isinstance(value, (tuple, list)):
        came = f"{len(value)} things"
    else:
        came = f"one thing, of type {type(value).__name__[:40]}"
    raise MalformedError(
        f"{call} should return two things, {first} and {second}; it returned {came}."
    )
