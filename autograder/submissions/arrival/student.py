"""A student, as a line of the roster tells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Student:
    """All but `id` may be empty.

    sis_id              in the registry, as Canvas knows it
    canvas_id           Canvas's own number
    moodle_id           Moodle's own number of the user
    moodle_participant  Moodle's number of the user in this assignment, as in its downloads
    extra_days          by which the due date is later
    """

    id: str
    name: str = ""
    email: str = ""
    login: str = ""
    sis_id: str = ""
    canvas_id: str = ""
    moodle_id: str = ""
    moodle_participant: str = ""
    repository: str = ""
    section: str = ""
    extra_days: int = 0

    @property
    def shown(self) -> str:
        """The name, or the id where there is none."""
        return self.name or self.id
