"""Put functions of ours in the place of a student's helpers while an answer is judged.

So an answer is judged by what it does with its helpers: one that is missing or wrong costs only
its own part, and one that lies wins nothing.  What stands in does no part of the helper's work.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_ABSENT = object()
_LAYERS = 20  # of decorators and the like around a function


@contextmanager
def standing_in(answer: Any, **helpers: Callable[..., Any]) -> Iterator[None]:
    """Let these names mean these functions in the module that an answer was written in.

    Of a function, a class, or what is wrapped around one.  An answer that has its helpers from
    elsewhere (an alias, an attribute) goes on with its own; so does one whose module is not found.
    """
    places = _modules(answer)
    before = [(place, name, place.get(name, _ABSENT)) for place in places for name in helpers]
    try:
        for place in places:
            place.update(helpers)
        yield
    finally:  # after Interrupt, too
        for place, name, value in before:
            if value is _ABSENT:
                place.pop(name, None)
            else:
                place[name] = value


def _modules(answer: Any) -> list[dict[str, Any]]:
    """Return the names that the answer's code sees, of each module that it was written in."""
    found: dict[int, dict[str, Any]] = {}
    for function in _functions(answer):
        names = getattr(function, "__globals__", None)
        if isinstance(names, dict):
            found[id(names)] = names
    return list(found.values())


def _functions(answer: Any) -> Iterator[Any]:
    for _ in range(_LAYERS):
        yield answer
        if isinstance(answer, type):
            for kind in answer.__mro__:
                yield from vars(kind).values()
            return
        if isinstance(answer, functools.partial):
            answer = answer.func
        elif hasattr(answer, "__wrapped__"):
            answer = answer.__wrapped__
        elif hasattr(answer, "__func__"):
            answer = answer.__func__
        elif hasattr(answer, "__globals__"):
            return
        else:
            answer = type(answer)  # an object that can be called
