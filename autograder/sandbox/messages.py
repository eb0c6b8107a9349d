"""Messages over a socket: eight bytes of length, then a packed value; never pickle."""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from autograder.checking.values import pack, unpack

_LENGTH = struct.Struct(">Q")


class ClosedError(ConnectionError):
    """The other side is gone."""


class LateError(TimeoutError):
    """The deadline passed before a whole message was there."""


class GarbledError(ValueError):
    """What came is not a message, or is longer than allowed."""


def send(sock: socket.socket, value: Any, deadline: float | None = None) -> None:
    """Send a plain value.  Raises Closed or LateError."""
    data = pack(value)
    try:
        _set_timeout(sock, deadline)
        sock.sendall(_LENGTH.pack(len(data)) + data)
    except TimeoutError as error:
        raise LateError("sending") from error
    except OSError as error:
        raise ClosedError("sending") from error


def receive(sock: socket.socket, limit: int, deadline: float | None = None) -> Any:
    """The next value, of at most `limit` bytes.  Raises ClosedError, Late or GarbledError."""
    (size,) = _LENGTH.unpack(_exactly(sock, _LENGTH.size, deadline))
    if size > limit:
        raise GarbledError(f"a message of {size} bytes, more than {limit}")
    try:
        return unpack(_exactly(sock, size, deadline))
    except ValueError as error:
        raise GarbledError(str(error)) from error


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        try:
            _set_timeout(sock, deadline)
            part = sock.recv(min(size - len(parts), 2**20))
        except TimeoutError as error:
            raise LateError("receiving") from error
        except OSError as error:
            raise ClosedError("receiving") from error
        if not part:
            raise ClosedError("receiving")
        parts += part
    return bytes(parts)


def _set_timeout(sock: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        sock.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise LateError("deadline passed")
    sock.settimeout(left)
