"""Text that students made, on its way to where somebody reads it: one function for each place.

File names, error texts and replies may hold anything.  In all places control characters, half
characters and characters that change the direction of text are shown as escapes.
"""

from __future__ import annotations

import re
from html import escape


def shown(text: object) -> str:
    """For HTML, which the templates escape: lines and blanks stay, the rest is made visible."""
    return "".join(c if c.isprintable() or c in "\n " else _escape(c) for c in str(text))


def xml(text: object) -> str:
    """For XML, whose writer escapes the markup: what no parser takes, or nobody sees, is shown."""
    return shown(text)  # nothing printable is forbidden in XML


def code(text: object) -> str:
    """For Markdown, as code within a line of HTML: no markup, link or mention, no `::command::` in
    the log of a CI run, and no line of its own that would end the HTML."""
    html = escape(shown(text)).replace("\n", "<br>")
    return f"<code>{html.replace('::', '&#58;&#58;').replace('##[', '&#35;&#35;[')}</code>"


def terminal(text: str, width: int = 60) -> str:
    """For a terminal or the log of a CI run: one line, and no `::command::`; no markup, if it is
    printed as rich.text.Text."""
    line = "".join(c if c.isprintable() else _escape(c) for c in text)
    return re.sub("::|##\\[", lambda found: _escape(found[0][0]) + found[0][1:], line)[:width]


def csv_cell(text: str) -> str:
    """For a cell that a spreadsheet will not take for a formula, on one line."""
    line = "".join(c if c.isprintable() else _escape(c) for c in text)
    return f"'{line}" if line.lstrip()[:1] in tuple("=+-@") else line


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
