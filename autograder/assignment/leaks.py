"""Look for answers in what students get.

A leak is two consecutive statements of one answer region, whatever their white space, comments
and quotes, anywhere: in a notebook's sources, outputs and metadata, in scripts, in data, inside
archives, encoded as JSON strings, base64 or hexadecimal.  Compiled Python is a leak by itself.
"""

from __future__ import annotations

import ast
import base64
import binascii
import gzip
import io
import json
import re
import textwrap
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path

from autograder.course import ROOT

_REGION = re.compile(r"### BEGIN SOLUTION\n(.*?)\n\s*### END SOLUTION", re.DOTALL)
_WRITTEN = re.compile(r'<!-- #region written="[^"]*" -->\n(.*?)<!-- #endregion -->', re.DOTALL)
_ENCODED = re.compile(rb"[A-Za-z0-9+/]{40,}={0,2}")
_MAX_DEPTH = 4


def find(path: Path) -> list[str]:
    """One sentence for each leak in a file or in all files of a folder."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    return [
        f"{file.name}{inner}: {leak}"
        for file in files
        for inner, data in _contents(file.name, file.read_bytes(), _MAX_DEPTH)
        for leak in _leaks_in(data)
    ]


def _leaks_in(data: bytes) -> Iterator[str]:
    if _is_compiled(data):
        yield "compiled Python"
    text = squeeze(data.decode("utf-8", errors="replace"))
    for name, pair in answer_pairs():
        if pair in text:
            yield f"two statements, or a paragraph, of {name}"


def _is_compiled(data: bytes) -> bool:
    """Whether it starts like a .pyc file: a magic number ends in CR LF."""
    return data[2:4] == b"\r\n" and len(data) > 16 and data[4:8] in (b"\0\0\0\0", b"\1\0\0\0")


@cache
def answer_pairs() -> tuple[tuple[str, str], ...]:
    """(where, squeezed text) of every two consecutive statements of every answer region, and
    of every paragraph of the answers in words."""
    prose = (ROOT / "solution" / "assignment" / "written.md").read_text(encoding="utf-8")
    pairs = [
        ("written.md", squeeze(paragraph))
        for region in _WRITTEN.findall(prose)
        for paragraph in region.strip().split("\n\n")
    ]
    for path in sorted((ROOT / "solution").glob("*.py")):
        for region in _REGION.findall(path.read_text(encoding="utf-8")):
            for block in _blocks(ast.parse(textwrap.dedent(region))):
                statements = [squeeze(_own_text(node)) for node in block]
                for first, second in pairwise(statements):
                    pairs.append((path.name, first + second))
    return tuple(pairs)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Every list of statements in the tree."""
    for child in ast.walk(node):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(child, name, None)
            if isinstance(block, list) and len(block) > 1:
                yield block


def _own_text(node: ast.stmt) -> str:
    return ast.unparse(node)


_COMMENT = re.compile(r"#[^\n]*")


def squeeze(text: str) -> str:
    """Text without comments, white space, quotes, brackets and trailing commas.

    `ast.unparse` and people differ in just these.
    """
    return re.sub(r"[\s\"'(),\\]+", "", _COMMENT.sub("", text))


def _contents(name: str, data: bytes, depth: int) -> Iterator[tuple[str, bytes]]:
    """The data itself, and everything that can be unpacked or decoded from it."""
    yield "", data
    if depth == 0:
        return
    for inner, content in _unpacked(data):
        for deeper, bytes_ in _contents(inner, content, depth - 1):
            yield f" › {inner}{deeper}", bytes_


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    if data[:4] == b"PK\3\4":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                yield entry.filename, archive.read(entry)
        return
    if data[:2] == b"\x1f\x8b":
        yield "gzip", gzip.decompress(data)
        return
    if data[:1] in (b"{", b"["):
        with suppress(ValueError):
            yield "text", "\n".join(_strings(json.loads(data))).encode()
    if len(data) < 2**22:
        for match in _ENCODED.finditer(data):
            yield from _decoded(match.group())


def _decoded(word: bytes) -> Iterator[tuple[str, bytes]]:
    for name, decode in (("hexadecimal", binascii.unhexlify), ("base64", base64.b64decode)):
        try:
            decoded = decode(word)
        except ValueError:
            continue
        yield name, decoded
        try:
            yield f"{name}, zlib", zlib.decompress(decoded)
        except zlib.error:
            continue


def _strings(value: object) -> Iterator[str]:
    """Every string of a JSON value; the lines of a cell's source run together again."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for item in value:
                yield from _strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _strings(item)
