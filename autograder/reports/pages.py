"""HTML pages: for each student and for the class.  Self-contained, and without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from autograder.checking import syllabus
from autograder.reports.record import Record
from autograder.reports.text.escape import shown

_OWN = "autograder.reports"


@cache
def _templates(package: str) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader(_OWN)]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    return environment


def render(template: str, package: str = _OWN, **values: Any) -> str:
    """Return the page that `template`.html.j2 makes of these values.

    package  whose folder `templates` it lies in; it may extend this package's templates
    """
    return _templates(package).get_template(f"{template}.html.j2").render(values)


def student_page(view: dict[str, Any], pictures: dict[tuple[str, str], str]) -> str:
    """A student's page, from the student's view of the record and pictures of public cases.

    pictures  (part, check) -> base64 PNG
    """
    return render("student", title=syllabus.title(), report=view, pictures=pictures)


def part_fragment(part: dict[str, Any]) -> str:
    """One part of a student's page, without its pictures, to stand in another page."""
    return render("part", part=part, pictures={})


def class_page(records: list[Record], names: Mapping[str, str]) -> str:
    """The staff's page: everyone's points by part.

    names  of the students in the roster, by the folder of their submission; there may be none
    """
    return render("class", records=records, names=names)
