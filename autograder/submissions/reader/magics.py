"""From a cell as it was typed to Python: cell magics, line magics and shell lines.

A kernel does one of four things with the body of a cell magic, and so does the reader:
    it runs it as the notebook's own Python (%%time, %%capture, %%prun …): the body stays;
    it measures it in a function of its own (%%timeit): the names are thrown away;
    it writes it to a file (%%writefile): a call does the same here;
    it hands it to another program (%%bash, %%html, %%python …): nothing stays.
A magic that is not known here, such as %%wandb or %%memit, keeps its body if that is Python.
"""

from __future__ import annotations

import ast
import re
from contextlib import suppress
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

WRITE = "__write_file__"  # the stand-in that writes a file, see `absent`
_CELL_MAGIC = re.compile(r"\s*%%(\w+)([^\n]*)\n?")
_OURS = {"time", "capture", "prun", "memit", "debug", "python_notebook"}
_MEASURED = {"timeit"}
_FILES = {"writefile", "file"}
_OTHERS = {
    *("bash", "sh", "cmd", "script", "system", "sx", "perl", "ruby", "powershell", "zsh"),
    *("python", "python2", "python3", "pypy"),  # processes of their own
    *("html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG", "css"),
    *("R", "sql", "bigquery", "julia", "octave", "mermaid", "ai", "shell", "unlink"),
}
# Line magics whose rest is a statement of the notebook.  %timeit, again, keeps no names.
_TIMED_LINE = re.compile(r"^(\s*)%(?:time|prun|memit|lprun|mprun)\s+(?:-\w+\s+)*(.+)$")
_PYLAB = re.compile(r"^(\s*)%pylab\b.*$")
_PYLAB_IMPORTS = (
    "import numpy, matplotlib; from matplotlib import pylab, mlab, pyplot; np = numpy; "
    "plt = pyplot; from pylab import *; from numpy import *"
)
_RUN = re.compile(r"^(\s*)%run\s+(?:-\w+\s+)*([\w./-]+\.py)\b.*$")
_ENVIRONMENT = re.compile(r"^(\s*)%(?:set_)?env\s+(\w+)(?:\s*=\s*|\s+)(\S.*?)\s*$")


@dataclass(frozen=True)
class Python:
    """What a cell comes to.

    text     Python with the line numbers of the cell
    dropped  the cell magic that keeps the body from being the notebook's code, e.g. "%%bash"
    file     the file that the body goes to instead
    """

    text: str
    dropped: str = ""
    file: str = ""


def to_python(source: str, skipped: frozenset[str] = frozenset()) -> Python:
    """Return a cell as Python.

    skipped  names of cell magics that the notebook defines itself, and that run nothing
    """
    head, body = "", source
    while match := _CELL_MAGIC.match(body):
        name, arguments = match[1], match[2].strip()
        head += "\n" * match[0].count("\n")
        body = body[match.end() :]
        if name in _FILES:
            return _written(head, arguments, body)
        if name in _MEASURED or name in _OTHERS or name in skipped:
            return Python("", dropped=f"%%{name}")
        if name not in _OURS and not _is_python(body):
            return Python("", dropped=f"%%{name}")
        if name == "capture" and (kept := re.match(r"[A-Za-z_]\w*", arguments)):
            head = head[:-1] + f"{kept[0]} = __captured__()\n"
    return Python(head + _without_line_magics(body))


def own_magics(sources: list[str]) -> frozenset[str]:
    """Return the cell magics that a notebook registers and that never run their cell."""
    found = set()
    pattern = re.compile(r"@register_(?:line_)?cell_magic\b[^\n]*\n\s*def (\w+)(.*?)(?=^\S|\Z)",
                         re.DOTALL | re.MULTILINE)  # fmt: skip
    for source in sources:
        for name, body in pattern.findall(source):
            if not re.search(r"run_cell|\bexec\b|\.ex\b", body):
                found.add(name)
    return frozenset(found)


def _written(head: str, arguments: str, body: str) -> Python:
    words = arguments.split()
    append = any(word in ("-a", "--append") for word in words)
    names = [word.strip("'\"") for word in words if not word.startswith("-")]
    if not names:
        return Python("", dropped="%%writefile")
    body += "\n" * (not body.endswith("\n"))
    call = f"{WRITE}({names[0]!r}, {body!r}, {append})"
    return Python(head[1:] + call, file=names[0])


def _without_line_magics(body: str) -> str:
    """Turn `!pip` and `%magic` lines into calls; what is Python already stays as it is."""
    if _is_python(body):
        return body
    text = "\n".join(map(_line, body.splitlines()))
    if _is_python(text):
        return text
    with suppress(SyntaxError):
        return TransformerManager().transform_cell(text)
    return text


def _line(line: str) -> str:
    """Write out the line magics that leave something behind in the notebook."""
    for pattern, python in (
        (_TIMED_LINE, r"\1\2"),
        (_PYLAB, r"\1" + _PYLAB_IMPORTS),
        (_RUN, r"\1exec(open('\2').read())"),
        (_ENVIRONMENT, r'\1import os; os.environ["\2"] = "\3"'),
    ):
        line = pattern.sub(python, line)
    return line


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
