"""nbgrader's pages of a submission (feedback, formgrader), safe to open and to click on.

What students wrote is cleaned after it became HTML, by an allow-list: in Markdown, a reference, an
entity or half a tag can still turn into anything.  The policy that nbgrader_templates sends to the
browser is the second line.  Classes and ids go, too: formgrader finds its buttons and fields by
them, and a student's `class="full-credit"` would give its points at a click.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from bleach.css_sanitizer import CSSSanitizer
from bleach.html5lib_shim import Filter
from bleach.sanitizer import Cleaner
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from pygments.token import STANDARD_TYPES

# For c.HTMLExporter.filters: the names by which the templates of both pages call them.
FILTERS = {
    "markdown2html": "autograder.assignment.nbgrader_pages.markdown2html",
    "clean_html": "autograder.assignment.nbgrader_pages.clean_html",
}
# For c.HTMLExporter.extra_template_basedirs, before nbgrader's own.
TEMPLATES = Path(__file__).with_name("nbgrader_templates")

_TAGS = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "pre", "blockquote", "div", "span"}
    | {"a", "abbr", "b", "code", "del", "em", "i", "kbd", "mark", "s", "small", "strong", "sub"}
    | {"sup", "u", "ul", "ol", "li", "dl", "dt", "dd", "input", "details", "summary"}
    | {"table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img"}
)
_ATTRIBUTES = {
    "abbr": {"title"},
    "details": {"open"},
    "img": {"alt", "title", "width", "height"},
    "input": {"checked", "disabled"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "style"},
}
_HIGHLIGHTING = frozenset({"highlight", *STANDARD_TYPES.values()})
# No relative address: it would lead into the marker's own server, with the marker's rights.
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")


@pass_context
def markdown2html(context: Context, source: str) -> str:
    """Return a cell's text as clean HTML; as it stands, if nbconvert cannot make HTML of it."""
    try:
        return clean_html(_exporter().markdown2html(context, source))
    except Exception:  # e.g. a picture that is not attached: no reason to show no page at all
        return f"<pre>{escape(source)}</pre>"


@cache
def _exporter() -> HTMLExporter:
    return HTMLExporter(exclude_anchor_links=True)


def clean_html(html: str) -> str:
    """Return what the allow-list leaves of HTML; other tags are shown as text."""
    cleaner = Cleaner(
        tags=_TAGS,
        attributes=_is_allowed,
        protocols={"http", "https", "mailto", "data"},
        css_sanitizer=CSSSanitizer(allowed_css_properties={"text-align"}),
        filters=[_Links],
    )
    return cleaner.clean(html)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    match tag, name:
        case "a", "href":
            return bool(_ADDRESS.fullmatch(value))
        case "img", "src":
            return bool(_PICTURE.fullmatch(value))
        case "input", "type":
            return value == "checkbox"
        case _, "class":
            return value in _HIGHLIGHTING
    return name in _ATTRIBUTES.get(tag, ())


class _Links(Filter):
    """Opens links beside the page, which learn nothing of where they were clicked."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for token in super().__iter__():
            if token.get("name") == "a" and token["type"] == "StartTag":
                token["data"][None, "target"] = "_blank"
                token["data"][None, "rel"] = "noopener noreferrer nofollow"
            yield token
