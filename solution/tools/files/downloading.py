"""Fetch the real WFLW from its makers, for research only: nothing of it is part of this kit."""

from __future__ import annotations

import gzip
import shutil
import tarfile
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import gdown
import requests

from solution.tools.files.verification import Findings, verify

PAGE = "https://wywu.github.io/projects/LAB/WFLW.html"
NEAR = 0.05  # published sizes are rounded


@dataclass(frozen=True)
class Archive:
    """A .tar.gz that holds one folder.  size in bytes, as published."""

    name: str
    url: str
    size: float
    folder: str


@dataclass(frozen=True)
class Source:
    """What to fetch, and how many faces its two lists must have."""

    archives: tuple[Archive, ...]
    train: int
    test: int


WFLW_SOURCE = Source(
    (
        Archive(
            "WFLW_annotations.tar.gz",
            "https://wywu.github.io/projects/LAB/support/WFLW_annotations.tar.gz",
            16.3e6,
            "WFLW_annotations",
        ),
        Archive(
            "WFLW_images.tar.gz",
            "https://drive.google.com/uc?id=1hzBd48JIdWTJSsATBEB_eFVvPL1bx6UC",
            743e6,
            "WFLW_images",
        ),
    ),
    train=7500,
    test=2500,
)


class ArchiveError(RuntimeError):
    """What could not be fetched or is not what was expected, and what to do by hand."""


def download(root: Path, source: Source = WFLW_SOURCE) -> Findings:
    """Fetch, unpack and verify; goes on where an earlier attempt was cut off.

    An archive that lies in `root` already, fetched by hand, is used as it is; a folder that was
    unpacked is not fetched again.  Returns what `verify` found.  Raises ArchiveError.
    """
    root.mkdir(parents=True, exist_ok=True)
    for archive in source.archives:
        if not (root / archive.folder).exists():
            path = root / archive.name
            if not path.exists():
                _fetch(archive, path)
            _check_size(archive, path)
            _unpack(archive, path, root)
    findings = verify(root)
    for split, count in (("train", source.train), ("test", source.test)):
        if len(findings.faces[split]) != count:
            found = len(findings.faces[split])
            findings.errors.append(f"{root}: {found} faces in the {split} list, not {count}")
    return findings


def _fetch(archive: Archive, path: Path) -> None:
    """Download to `path`, whole or not at all; a partial file beside it is continued."""
    print(f"fetching {archive.url}")
    try:
        gdown.download(
            archive.url, str(path), resume=True, retries=3, timeout=60, use_cookies=False
        )
    except (gdown.exceptions.DownloadError, requests.RequestException, OSError) as error:
        raise ArchiveError(f"{error}\n\n{_by_hand(archive, path)}") from error
    if not path.is_file():
        raise ArchiveError(f"{archive.url} gave no file.\n\n{_by_hand(archive, path)}")


def _check_size(archive: Archive, path: Path) -> None:
    """A page that says "quota exceeded" is a file, too, but not of this size."""
    size = path.stat().st_size
    if abs(size - archive.size) > NEAR * archive.size:
        raise ArchiveError(
            f"{path} has {size / 1e6:.1f} MB, but {archive.size / 1e6:.1f} MB were expected: it is "
            f"not the archive. Remove it.\n\n{_by_hand(archive, path)}"
        )


def _unpack(archive: Archive, path: Path, root: Path) -> None:
    """The archive's folder into `root`, whole or not at all, and nothing outside of it."""
    with tempfile.TemporaryDirectory(dir=root, prefix=".unpacking-") as aside:
        try:
            with gzip.open(path) as stream:  # tarfile takes a damaged end for the end
                while stream.read(2**20):
                    pass
            with tarfile.open(path) as file:
                file.extractall(aside, filter="data")
        except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ArchiveError(f"{path} is broken ({error}); remove it and try again") from error
        except OSError as error:
            raise ArchiveError(f"{path} cannot be unpacked: {error}") from error
        folder = Path(aside) / archive.folder
        if not folder.is_dir():
            raise ArchiveError(f"{path} holds no folder {archive.folder}")
        shutil.move(folder, root / archive.folder)


def _by_hand(archive: Archive, path: Path) -> str:
    return (
        f"Fetch {archive.name} ({archive.size / 1e6:.1f} MB) in a browser, from\n"
        f"    {archive.url}\nor by the links on\n    {PAGE}\n"
        f"put it there as\n    {path}\nand run this command again: it goes on from there."
    )
