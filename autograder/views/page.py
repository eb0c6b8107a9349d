"""HTML pages: for each student, the class, the proof.  Self-contained, and without scripts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from autograder import syllabus
from autograder.record import Record
from autograder.sinks import shown

if TYPE_CHECKING:
    from autograder.proof import Verdict  # which imports this module


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder", "views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    return environment


def student_page(view: dict[str, Any], pictures: dict[tuple[str, str], str]) -> str:
    """A student's page, from the student's view of the record and pictures of public cases.

    pictures  (part, check) -> base64 PNG
    """
    return _templates().get_template("student.html.j2").render(report=view, pictures=pictures)


def part_fragment(part: dict[str, Any]) -> str:
    """One part of a student's page, without its pictures, to stand in another page."""
    return _templates().get_template("part.html.j2").render(part=part, pictures={})


def class_page(records: list[Record]) -> str:
    """The staff's page: everyone's points by part."""
    return _templates().get_template("class.html.j2").render(records=records)


def proof_page(summary: dict[str, Any], verdicts: list[Verdict]) -> str:
    """The maintainers' page: each part's known wrong answers against its checks."""
    template = _templates().get_template("proof.html.j2")
    return template.render(summary=summary, verdicts=verdicts, parts=syllabus.parts())
