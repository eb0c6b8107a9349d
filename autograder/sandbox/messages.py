"""Messages over a socket: eight bytes of length, then a packed value; never pickle."""

from __future__ import annotations

import socket
import struct
import time
from typing import Any, Protocol

from autograder.checking.values import pack, unpack

_LENGTH = struct.Struct(">Q")


class ClosedError(ConnectionError):
    """The other side is gone."""


class LateError(TimeoutError):
    """The deadline passed before a whole message was there."""


class GarbledError(ValueError):
    """What came is not a message, or is longer than allowed."""


class Deadline(Protocol):
    """Says how long to wait before it is asked again."""

    def left(self) -> float:
        """Return seconds, more than 0.  Raises LateError once the time is over."""
        ...


class Clock:
    """A deadline so many seconds from now."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        if (left := self._end - time.monotonic()) > 0:
            return left
        raise LateError("its time on the clock is over")


def send(sock: socket.socket, value: Any, deadline: Deadline | None = None) -> None:
    """Send a plain value.  Raises ClosedError or LateError."""
    data = pack(value)
    rest = memoryview(_LENGTH.pack(len(data)) + data)
    while rest:
        sock.settimeout(deadline.left() if deadline else None)
        try:
            rest = rest[sock.send(rest) :]
        except TimeoutError:
            continue
        except OSError as error:
            raise ClosedError("sending") from error


def receive(sock: socket.socket, limit: int, deadline: Deadline | None = None) -> Any:
    """Return the next value, of at most `limit` bytes.

    Raises ClosedError, LateError or GarbledError.
    """
    (size,) = _LENGTH.unpack(_exactly(sock, _LENGTH.size, deadline))
    if size > limit:
        raise GarbledError(f"a message of {size} bytes, more than {limit}")
    try:
        return unpack(_exactly(sock, size, deadline))
    except ValueError as error:
        raise GarbledError(str(error)) from error


def _exactly(sock: socket.socket, size: int, deadline: Deadline | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        sock.settimeout(deadline.left() if deadline else None)
        try:
            part = sock.recv(min(size - len(parts), 2**20))
        except TimeoutError:
            continue
        except OSError as error:
            raise ClosedError("receiving") from error
        if not part:
            raise ClosedError("receiving")
        parts += part
    return bytes(parts)
