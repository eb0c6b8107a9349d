"""The notebook as text: solution/assignment/, one file for each part, in the syllabus' order."""

from __future__ import annotations

import hashlib
import re
from functools import cache

from autograder.checking import syllabus
from autograder.course import ROOT

_PARTS = syllabus.FILE.parent
FOLDER = ROOT / "solution" / "assignment"


def read() -> str:
    """Opening, parts, written questions, closing."""
    names = ["opening", *(part.id for part in syllabus.parts()), "written", "closing"]
    return "\n".join((FOLDER / f"{name}.md").read_text(encoding="utf-8") for name in names)


@cache
def version() -> str:
    """Eight digits that change with anything a student reads or a check asks."""
    digest = hashlib.sha256(read().encode())
    sources = [ROOT / "solution" / f"{module}.py" for module in modules()]
    sources += [syllabus.FILE]
    for folder in ("adapters", "cases", "checks"):
        sources += sorted((_PARTS / folder).rglob("*.py"))
    for path in sources:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def modules() -> list[str]:
    """The modules of the reference that the notebook takes pieces from, in its order."""
    return list(dict.fromkeys(re.findall(r'piece="solution\.(\w+):', read())))
