"""Photos as people have them: what cannot be read is named, with what to do."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from autograder.parts.bundled_data import SAMPLE
from solution.tools.files.photo import read_photo
from solution.wflw import WFLW

PHOTO = SAMPLE / "WFLW_images" / WFLW(SAMPLE, "test").faces[0].path


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int) -> bytes:
    """Return a PNG of this size, which promises more than it holds."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body


def tiff(path, values) -> bytes:
    Image.fromarray(values).save(path, "TIFF")
    return path.read_bytes()


ODD = {
    "cut off": (lambda path: PHOTO.read_bytes()[:3000], "is broken"),
    "empty": (lambda path: b"", "save it as JPEG or PNG"),
    "HEIC": (lambda path: b"\0\0\0\x18ftypheic" + bytes(99), "is HEIC"),
    "a bomb": (lambda path: png(60_000, 60_000), "is too large"),
    "NaN": (lambda path: tiff(path, np.full((9, 9), np.nan, np.float32)), "not finite"),
}


@pytest.mark.parametrize(("data", "words"), ODD.values(), ids=ODD)
def test_what_cannot_be_read_is_named(data, words, tmp_path):
    path = tmp_path / "my photo.png"
    path.write_bytes(data(path))
    with pytest.raises(ValueError, match=words) as error:
        read_photo(path)
    assert str(path) in str(error.value)


def test_missing_files_and_folders_are_named(tmp_path):
    for path in (tmp_path / "nowhere.jpg", tmp_path):
        with pytest.raises(OSError, match=str(path)):
            read_photo(path)


def test_a_photo_is_held_as_its_camera_was(tmp_path):
    image = Image.open(PHOTO)
    exif = image.getexif()
    exif[0x0112] = 6  # turned by a quarter
    image.save(tmp_path / "turned.jpg", exif=exif)
    assert read_photo(tmp_path / "turned.jpg").shape[:2] == image.size
    assert read_photo(PHOTO).shape[:2] == image.size[::-1]
