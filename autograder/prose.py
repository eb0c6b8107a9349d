"""The notebook as text: solution/assignment/, one file for each part, in the syllabus' order."""

from __future__ import annotations

import re

from autograder import syllabus
from autograder.course import ROOT

FOLDER = ROOT / "solution" / "assignment"


def text() -> str:
    """Opening, parts, and closing."""
    names = ["opening", *(part.id for part in syllabus.parts()), "closing"]
    return "\n".join((FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in names)


def modules() -> list[str]:
    """The modules of the reference that the notebook takes pieces from, in its order."""
    return list(dict.fromkeys(re.findall(r'piece="solution\.(\w+):', text())))
