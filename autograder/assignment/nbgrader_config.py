"""The configuration of nbgrader that a course gets with its release."""

from __future__ import annotations

from pathlib import Path

from nbgrader.server_extensions.formgrader import handlers

from autograder.assignment import nbgrader_autograde, nbgrader_cells, nbgrader_pages

# Plain values, no imports: where a line of such a file fails, nbgrader logs that, forgets the
# whole file, and would run students' code in its own kernel.
_TEXT = """\
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = {course!r}
# Submissions are graded by the kit, behind its sandbox, and never run in nbgrader's own kernel.
c.Autograde.autograde_preprocessors = {preprocessors!r}
# Whatever was handed in is read, and rebuilt upon the release there, not repaired before.
c.Autograde.exporter_class = {exporter!r}
c.Autograde.sanitize_preprocessors = []
# Nothing from a submission lives in a marker's or student's browser.
c.HTMLExporter.sanitize_html = True
c.HTMLExporter.filters = {filters!r}
c.HTMLExporter.extra_template_basedirs = {templates!r}
# nbgrader's own exporter tears names with a comma apart.
c.ExportApp.plugin_class = "autograder.reports.nbgrader_export.CsvExport"
"""


def write(course_folder: Path, course: str) -> None:
    """Write a course's nbgrader_config.py."""
    text = _TEXT.format(
        course=course,
        preprocessors=list(nbgrader_autograde.PREPROCESSORS),
        exporter=nbgrader_cells.EXPORTER,
        filters=nbgrader_pages.FILTERS,
        templates=[str(nbgrader_pages.TEMPLATES), handlers.template_path],
    )
    (course_folder / "nbgrader_config.py").write_text(text, encoding="utf-8")
