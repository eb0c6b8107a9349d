"""A student's report as JUnit XML, the form in which CI systems read the results of tests.

A part is a suite; a check on its public or on its hidden cases is a test case.  What failed is a
failure, what had to be stopped is an error; what was waived, not started or not run is skipped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from autograder.checking import syllabus
from autograder.reports.text.escape import xml
from autograder.reports.text.explanations import told

_KINDS = {"failed": "failure", "stopped": "error", "not-started": "skipped", "not-run": "skipped"}
_NOT_RUN = "Hidden checks run behind the sandbox alone."


def report(view: Mapping[str, Any]) -> str:
    """The file's text, from a student's view of a record."""
    suites = Element("testsuites", name=syllabus.name())
    for part in view["parts"]:
        suite = SubElement(suites, "testsuite", name=part["title"])
        for check in part["checks"]:
            _add(suite, part["id"], check)
    if not view["parts"]:
        _add_submission(suites, view)
    for suite in suites:
        _count(suite, failures="failure", errors="error", skipped="skipped")
    _count(suites, failures="failure", errors="error")  # the common schema knows no more here
    indent(suites)
    text = tostring(suites, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _add(suite: Element, part: str, check: Mapping[str, Any]) -> None:
    name = f"{check['title']} ({check['visibility']})"
    case = SubElement(suite, "testcase", classname=f"{syllabus.name()}.{part}", name=name)
    status = check["status"]
    if status == "passed":
        return
    why = told(check) if status != "not-run" else [("Next", _NOT_RUN)]
    tag = "skipped" if check["waived"] else _KINDS[status]
    kind = SubElement(case, tag, message=xml(_in_short(check, why)))
    if kind.tag != "skipped":
        kind.set("type", status)
        kind.text = xml("\n".join(f"{heading}: {text}" for heading, text in why))


def _in_short(check: Mapping[str, Any], why: list[tuple[str, str]]) -> str:
    """One line, for lists of what failed."""
    rows = dict(why)
    if "Expected" in rows and not check["waived"]:
        line = f"expected {rows['Expected']}; got {rows.get('Got', 'nothing')}"
    else:
        line = why[0][1]
    return " ".join(line.split())


def _add_submission(suites: Element, view: Mapping[str, Any]) -> None:
    """Without a single check a report would look like one in which nothing failed."""
    suite = SubElement(suites, "testsuite", name="Submission")
    case = SubElement(
        suite, "testcase", classname=f"{syllabus.name()}.submission", name="Can be graded"
    )
    kind = SubElement(case, "failure" if view["status"] == "unreadable" else "error")
    kind.set("type", view["status"])
    kind.set("message", xml(" ".join(view["notes"])))


def _count(element: Element, **kinds: str) -> None:
    """Write down how many cases are below, and how many of each kind."""
    for name, tag in {"tests": "testcase", **kinds}.items():
        element.set(name, str(len(list(element.iter(tag)))))
