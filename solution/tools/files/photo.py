"""A photo from a file that anybody may have made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from solution.wflw import to_rgb

_HEIC = (b"heic", b"heix", b"heim", b"hevc", b"mif1", b"msf1")  # brands, from the ninth byte on


def read_photo(path: Path) -> np.ndarray:
    """Return (height, width, 3) uint8 RGB, upright as its camera was held.

    Raises OSError or ValueError, naming the file and what to do.
    """
    try:
        with Image.open(path) as photo:
            if photo.mode == "F" and not np.isfinite(np.asarray(photo)).all():
                raise ValueError(f"{path} holds numbers that are not finite")
            return to_rgb(ImageOps.exif_transpose(photo))
    except UnidentifiedImageError:
        kind = "HEIC" if path.read_bytes()[8:12] in _HEIC else "no format"
        raise ValueError(
            f"{path} is {kind} that can be read here; save it as JPEG or PNG"
        ) from None
    except Image.DecompressionBombError as error:
        raise ValueError(f"{path} is too large ({error}); save it smaller") from error
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        raise  # they name the file
    except OSError as error:
        raise ValueError(f"{path} is broken: {error}") from error
