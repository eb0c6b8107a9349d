"""Put functions of ours in the place of a student's helpers while an answer is judged.

So an answer is judged by what it does with its helpers: one that is missing or wrong costs only
its own part, and one that lies wins nothing.  What stands in does no part of the helper's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_ABSENT = object()
_MOST = 2000  # things that an answer is made of are looked at


@contextmanager
def standing_in(answer: Any, **helpers: Callable[..., Any]) -> Iterator[None]:
    """Let these names mean these functions in the module that an answer was written in.

    Of a function, a class, or what is wrapped around one.  An answer that has its helpers from
    elsewhere (an alias, an attribute) goes on with its own; so does one whose module is not found,
    and every answer if there are none.
    """
    places = _modules(answer) if helpers else []
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
    seen: dict[int, Any] = {}
    waiting = [answer]
    while waiting and len(seen) < _MOST:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen[id(thing)] = thing
        names = getattr(thing, "__globals__", None)
        if isinstance(names, dict):
            found[id(names)] = names
        waiting += _inside(thing)
    return list(found.values())


def _inside(thing: Any) -> list[Any]:
    """Return what a decorated function, a bound method, a class or an object is made of."""
    inner = [getattr(thing, name, None) for name in ("__wrapped__", "__func__", "func", "fget")]
    kinds = thing.__mro__ if isinstance(thing, type) else type(thing).__mro__
    for kind in kinds:
        if kind.__module__ not in ("builtins", "functools"):
            inner += [member for member in vars(kind).values() if not isinstance(member, type)]
    return [item for item in inner if item is not None]
