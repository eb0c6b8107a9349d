"""Messages over a socket: eight bytes of length, then a packed value; never pickle."""

from __future__ import annotations

import socket
import struct
import time
from typing import Any

from autograder.plain import pack, unpack

_LENGTH = struct.Struct(">Q")


class Closed(ConnectionError):
    """The other side is gone."""


class Late(TimeoutError):
    """The deadline passed before a whole message was there."""


class Garbled(ValueError):
    """What came is not a message, or is longer than allowed."""


def send(sock: socket.socket, value: Any, deadline: float | None = None) -> None:
    """Send a plain value.  Raises Closed or Late."""
    data = pack(value)
    try:
        _set_timeout(sock, deadline)
        sock.sendall(_LENGTH.pack(len(data)) + data)
    except TimeoutError as error:
        raise Late("sending") from error
    except OSError as error:
        raise Closed("sending") from error


def receive(sock: socket.socket, limit: int, deadline: float | None = None) -> Any:
    """The next value, of at most `limit` bytes.  Raises Closed, Late or Garbled."""
    (size,) = _LENGTH.unpack(_exactly(sock, _LENGTH.size, deadline))
    if size > limit:
        raise Garbled(f"a message of {size} bytes, more than {limit}")
    try:
        return unpack(_exactly(sock, size, deadline))
    except ValueError as error:
        raise Garbled(str(error)) from error


def _exactly(sock: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        try:
            _set_timeout(sock, deadline)
            part = sock.recv(min(size - len(parts), 2**20))
        except TimeoutError as error:
            raise Late("receiving") from error
        except OSError as error:
            raise Closed("receiving") from error
        if not part:
            raise Closed("receiving")
        parts += part
    return bytes(parts)


def _set_timeout(sock: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        sock.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise Late("deadline passed")
    sock.settimeout(left)
