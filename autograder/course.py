"""course.toml, and the secret seed that hidden cases are drawn from."""

from __future__ import annotations

import hashlib
import os
import secrets
import tomllib
import warnings
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent
PUBLIC_SEED = "public"  # the self-check's cases; anyone may know it


@dataclass(frozen=True)
class Waiver:
    """A check that turned out to be unfair: whoever tried gets its points."""

    check: str  # part.check
    reason: str


@dataclass(frozen=True)
class Course:
    """What course.toml says."""

    name: str
    assignment: str
    bundle_url: str
    release: datetime
    due: datetime  # in the course's own zone, as `release` is
    seed_file: Path | None
    namespaces_optional: bool = False
    waivers: tuple[Waiver, ...] = ()
    part_seconds: float = 30.0  # of computing, for all questions of a part
    submission_seconds: float = 120.0  # for all questions


def load(path: Path = ROOT / "course.toml") -> Course:
    """Raises FileNotFoundError, or ValueError naming the file and what is wrong in it."""
    if not path.exists():
        raise FileNotFoundError(
            f"there is no {path}. The kit needs a checkout: a course's settings, its seed and the "
            "banks of known answers lie beside the package, out of sight of submissions. In the "
            "checkout, install it with pip install -e ."
        )
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        if "wall" in data:
            raise ValueError(f"{path}: the section [wall] is called [sandbox] now; rename it")
        seed_file = data.get("secret", {}).get("seed_file")
        release, due = _dates(path, data["dates"])
        return Course(
            name=data["course"]["name"],
            assignment=data["course"]["assignment"],
            bundle_url=data["bundle"]["url"],
            release=release,
            due=due,
            seed_file=path.parent / seed_file if seed_file else None,
            namespaces_optional=_is_optional(data.get("sandbox", {}).get("namespaces", "required")),
            waivers=tuple(Waiver(w["check"], w["reason"]) for w in data.get("waiver", [])),
            **_times(path, data.get("time", {})),
        )
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path} is not valid TOML: {error}") from error
    except KeyError as error:
        raise ValueError(f"{path} lacks the entry {error}") from error


# What these entries say changes no verdict, or stands in a record by itself (the seed's
# fingerprint, the sandbox's level, the waived checks).
_NOT_DECIDING = {
    "course": {"name", "assignment"},
    "bundle": {"url"},
    "dates": {"release", "due", "timezone"},
    "sandbox": {"namespaces"},
    "secret": {"seed_file"},
    "waiver": None,  # all of it
}


def deciding(path: Path = ROOT / "course.toml") -> dict[str, Any]:
    """Return the entries of course.toml that verdicts depend on, each unknown one included."""
    found = {}
    for section, value in tomllib.loads(path.read_text(encoding="utf-8")).items():
        others = _NOT_DECIDING.get(section, set())
        if others is not None and isinstance(value, dict):
            value = {name: entry for name, entry in value.items() if name not in others}
        if others is not None and value not in ({}, []):
            found[section] = value
    return found


def _dates(path: Path, section: dict[str, Any]) -> tuple[datetime, datetime]:
    """Return when the assignment is out and due, from the section [dates].  Raises ValueError.

    A date alone begins for `release`, and ends for `due`, with its day in the course's zone.
    """
    if unknown := sorted(section.keys() - {"release", "due", "timezone"}):
        raise ValueError(f"{path}, [dates]: there is no {unknown[0]!r}; set release, due, timezone")
    zone = section.get("timezone", "UTC")
    try:
        clock = ZoneInfo(zone)
    except (TypeError, ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise ValueError(
            f'{path}, [dates] timezone: a name such as "Europe/Berlin", not {zone!r}'
        ) from error
    found = {}
    for name, hour in (("release", time(0)), ("due", time(23, 59))):
        value = section[name]
        if isinstance(value, date) and not isinstance(value, datetime):
            value = datetime.combine(value, hour)
        if not isinstance(value, datetime):
            raise ValueError(
                f"{path}, [dates] {name}: a date such as 2026-12-22, or one with its time such as "
                f"2026-12-22T18:00:00, without quotes, not {value!r}"
            )
        found[name] = value if value.tzinfo else value.replace(tzinfo=clock)
    if found["due"] <= found["release"]:
        raise ValueError(f"{path}, [dates] due: it lies before release")
    return found["release"], found["due"]


def _times(path: Path, section: dict[str, Any]) -> dict[str, float]:
    """Return the seconds in the section [time].  Raises ValueError."""
    for name, value in section.items():
        if name not in ("part", "submission"):
            raise ValueError(f"{path}, [time]: there is no {name!r}; set part or submission")
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
            raise ValueError(f"{path}, [time] {name}: seconds above 0, not {value!r}")
    return {f"{name}_seconds": float(value) for name, value in section.items()}


def _is_optional(word: str) -> bool:
    if word not in ("required", "optional"):
        raise ValueError(f'[sandbox] namespaces is "required" or "optional", not {word!r}')
    return word == "optional"


def secret_seed(course: Course) -> str:
    """The course's seed; its file is made on first use, readable by its owner alone.

    Without a seed file the kit's built-in seed is used, with a warning: everyone can know it.
    """
    if course.seed_file is None:
        warnings.warn(
            "course.toml names no seed_file: hidden cases are drawn from the kit's built-in seed, "
            "which students can read in its source",
            stacklevel=2,
        )
        return "built-in"
    course.seed_file.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(course.seed_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    seed = course.seed_file.read_text(encoding="utf-8").strip()
    if not seed:
        raise ValueError(f"{course.seed_file} is empty; put the course's seed back, or delete it")
    return seed


def fingerprint(seed: str) -> str:
    """Tells two seeds apart in records, without telling the seed."""
    return hashlib.sha256(b"landmarks seed " + seed.encode()).hexdigest()[:12]
