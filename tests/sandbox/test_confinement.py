"""What a child can reach: nothing of the reference, the checks, the seed or other processes."""

from __future__ import annotations

import ast
import os
import re
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import nme_in_a_child

from autograder.course import ROOT
from autograder.grading import known_answers
from autograder.sandbox.client import ForkServer
from autograder.sandbox.confinement import FULL, PARTIAL, readable_roots
from autograder.sandbox.linux.syscalls import SandboxError
from autograder.sandbox.messages import Clock
from autograder.sandbox.supervisor import Tree, parent_of

PROBE = '''
import os, sys

def nme(pred, true):
    """Tell what can be seen from in here."""
    seen = {}
    def attempt(name, action):
        try:
            seen[name] = str(action())[:80]
        except BaseException as error:
            seen[name] = "refused: " + type(error).__name__
    for path in %r:
        attempt("read " + path, lambda: os.listdir(path) if os.path.isdir(path) else open(path).read())
    attempt("import solution", lambda: __import__("solution.wflw"))
    attempt("import checks", lambda: __import__("autograder.parts.checks.flip"))
    attempt("import cases", lambda: __import__("autograder.parts.cases.flip"))
    attempt("write outside", lambda: open("/var/tmp/child-was-here", "w"))
    attempt("kill the fork server", lambda: os.kill(os.getppid() or 1, 0))
    import socket
    attempt("connect", lambda: socket.create_connection(("127.0.0.1", 9), 1))
    seen["modules"] = [name for name in sys.modules if name.split(".")[0] in ("solution", "data_stub", "pytest")
                       or name.startswith(("autograder.parts.checks", "autograder.parts.cases", "autograder.grading.oracle"))]
    seen["environment"] = sorted(os.environ)
    seen["descriptors"] = [d for d in range(256) if _open(d)]
    return seen

def _open(descriptor):
    try:
        os.fstat(descriptor)
        return True
    except OSError:
        return False
'''  # noqa: E501


def _levels() -> list[str]:
    """Those to try: without namespaces, root's child cannot go where only root can."""
    hidden = os.geteuid() == 0 and sys.base_prefix.startswith("/root/")
    return [FULL] if hidden else [FULL, PARTIAL]


@pytest.fixture(scope="module", params=_levels())
def level(request):
    return request.param


@pytest.fixture(scope="module")
def seen(level):
    private = [
        str(ROOT / "solution" / "wflw.py"),
        str(ROOT / "autograder" / "parts" / "checks" / "flip.py"),
        str(ROOT / "autograder" / "parts" / "cases" / "flip.py"),
        str(ROOT / "course.toml"),
        str(ROOT / "tests" / "submissions" / "wrong"),
        str(ROOT / ".git"),
        "/etc/passwd",
        "/proc/self/environ",
        f"/proc/{os.getpid()}/environ",
        "/root",
        "/home",
        "/var/tmp",
        "/",
    ]
    with ForkServer(level) as fork_server:
        return nme_in_a_child(fork_server, PROBE % private)["answer"]["nme"]


def test_every_attempt_is_refused(seen):
    attempts = {k: v for k, v in seen.items() if " " in k or k == "connect"}
    assert len(attempts) > 15
    assert {k: v for k, v in attempts.items() if not v.startswith("refused")} == {}


def test_nothing_private_was_ever_imported(seen):
    assert seen["modules"] == []


def test_the_environment_is_bare(seen):
    allowed = {
        "PATH", "LANG", "HOME", "TMPDIR", "MPLCONFIGDIR", "MPLBACKEND", "OMP_NUM_THREADS",
        "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "CUDA_VISIBLE_DEVICES", "LC_CTYPE",
        "KMP_DUPLICATE_LIB_OK", "KMP_INIT_AT_FORK",
        "TORCHINDUCTOR_CACHE_DIR",
    }  # fmt: skip
    assert set(seen["environment"]) <= allowed


def test_only_its_own_socket_is_open(seen):
    assert len(seen["descriptors"]) <= 4, seen["descriptors"]


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="reading another process's memory takes root")
def test_a_childs_memory_holds_nothing_of_the_reference():
    """Words of the reference, the checks and the seed are searched in all it has mapped."""
    words = [
        b"top_of_parabola",
        b"a WFLW line has 207 or 197",
        b"_precision(ask",
        b"Mirrored points under",
    ]
    planted = b"planted-" + b"canary-1234"
    with ForkServer() as fork_server:
        child = fork_server.child()
        child.load(
            known_answers.notebook(f"C = {planted.decode()!r}\ndef nme(): return C"),
            ["nme"],
            Clock(20),
        )
        found = _search(_pid_of_child(fork_server), [*words, planted])
        child.end()
    assert found == {planted}, "the search itself must find what is there"


@pytest.mark.long
@pytest.mark.skipif(os.geteuid() != 0, reason="seeing another process's files takes root")
def test_no_file_in_sight_is_one_of_the_kits():
    """Each of ours is looked for, under whatever name, in all that a child has mounted."""
    numpys = Path(np.__file__)
    folders = ("solution", "autograder", "data_stub", "tests", ".secrets")
    ours = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    contents = {path.read_bytes() for path in (*ours, ROOT / "course.toml", numpys)}
    contents = {content for content in contents if len(content) > 40}  # a seed is longer
    sizes = {len(content) for content in contents}
    found = []
    with ForkServer() as fork_server:
        child = fork_server.child()
        root = f"/proc/{_pid_of_child(fork_server)}/root"
        for folder, _, names in os.walk(root):
            for path in (os.path.join(folder, name) for name in names):
                status = os.lstat(path)
                if not (stat.S_ISREG(status.st_mode) and status.st_size in sizes):
                    continue
                if Path(path).read_bytes() in contents:
                    found.append(path)
        child.end()
    in_sight = [path for path in found if path.endswith(str(numpys))]  # /tmp has another place
    assert in_sight, "the search itself must find what is there"
    assert [path for path in found if not path.endswith("/numpy/__init__.py")] == []


def test_a_second_copy_of_the_kit_stops_grading(tmp_path, monkeypatch):
    """Left by `pip install .`, it would lie where submissions may read."""
    (tmp_path / "autograder" / "parts").mkdir(parents=True)
    monkeypatch.setattr("site.getsitepackages", lambda: [str(tmp_path)])
    with pytest.raises(SandboxError, match=f"second copy.*{tmp_path}.*pip uninstall"):
        readable_roots()


def _search(pid: int, words: list[bytes]) -> set[bytes]:
    found = set()
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            match = re.match(r"([0-9a-f]+)-([0-9a-f]+) r", line)
            if match is None or "[v" in line:
                continue
            start, end = (int(bound, 16) for bound in match.groups())
            for at in range(start, end, 2**24):
                try:
                    memory.seek(at)
                    data = memory.read(min(2**24, end - at))
                except (OSError, ValueError):
                    continue
                found |= {word for word in words if word in data}
    return found


def _pid_of_child(fork_server: ForkServer) -> int:
    """Its pid outside, where it has another one than inside."""
    (server_pid,) = _children(fork_server._process.pid)
    (child,) = [pid for pid in _children(server_pid) if _command(pid).startswith(b"/")]
    return child


def _children(pid: int) -> list[int]:
    return [member for member in Tree(pid).members() if parent_of(member) == pid]


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


FORKER = """
import os, time
def nme(*a):
    for step in range(3):
        if os.fork() == 0:
            os.setsid()
            if step and os.fork():
                os._exit(0)
            time.sleep(60)
    return 1.0
"""


def test_no_process_outlives_its_child(level):
    with ForkServer(level) as fork_server:
        child = fork_server.child()
        child.load(known_answers.notebook(FORKER), ["nme"], Clock(20))
        nothing = {"pred": np.zeros(1), "true": np.zeros(1)}
        assert child.ask("nme", nothing, Clock(20))["answer"] == {"nme": 1.0}
        assert len(_everybody(fork_server)) > 4
        child.end()
        assert len(_everybody(fork_server)) == 1, "the fork server itself"
        everybody = _everybody(fork_server)
    for _ in range(50):  # the kernel needs a moment to clear away what was killed
        if not [pid for pid in everybody if Path(f"/proc/{pid}").exists()]:
            return
        time.sleep(0.1)
    raise AssertionError("the fork server outlives the judge's side")


def test_its_socket_is_nobody_elses():
    """Else nobody would hear that it died."""
    with ForkServer() as fork_server:
        child = fork_server.child()
        names = [
            os.readlink(f"/proc/{pid}/fd/{number}")
            for pid in _everybody(fork_server)
            for number in os.listdir(f"/proc/{pid}/fd")
        ]
        child.end()
    sockets = [name for name in names if name.startswith("socket:")]
    assert len(sockets) == len(set(sockets)) == 2, names  # the fork server's own is the other


BELOW_TMP = """
import sys
from pathlib import Path
from autograder.sandbox.linux.namespaces import isolate
folder = Path(sys.argv[1])
isolate([folder], own_id=0)
print((folder / "package.py").read_text())
Path("/tmp/scratch").write_text("a submission's own")
try:
    (folder / "new.py").write_text("")
except OSError as error:
    print(error.strerror)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user needs the supervisor around it")
def test_an_environment_below_tmp_stays_read_only():
    """Continuous integration often checks out there."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        (Path(folder) / "package.py").write_text("found")
        command = [sys.executable, "-c", BELOW_TMP, folder]
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert result.stdout.split("\n")[:2] == ["found", "Read-only file system"], result.stderr
    assert not Path("/tmp/scratch").exists()


def _everybody(fork_server: ForkServer) -> set[int]:
    return set(Tree(fork_server._process.pid).members())


# ---------------------------------------------------------------- who may import whom


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _reached(start: str) -> set[str]:
    """Modules of the kit that importing `start` imports, directly or not."""
    todo, seen = [start], set()
    while todo:
        name = todo.pop()
        path = ROOT / Path(*name.split("."))
        file = path.with_suffix(".py") if path.with_suffix(".py").exists() else path / "__init__.py"
        if name in seen or not file.exists() or name.split(".")[0] not in KIT:
            continue
        seen.add(name)
        todo += list(_imports(file))
    return seen


KIT = ("solution", "autograder", "data_stub")


def _top(names):
    return {name.split(".")[0] for name in names}


@pytest.mark.parametrize("path", sorted((ROOT / "solution").glob("*.py")), ids=lambda p: p.name)
def test_the_reference_imports_neither_grader_nor_painter(path):
    assert not _top(_imports(path)) & {"autograder", "data_stub"}


@pytest.mark.parametrize("path", sorted((ROOT / "data_stub").glob("*.py")), ids=lambda p: p.name)
def test_the_painter_shares_no_code_with_the_reader(path):
    assert not _top(_imports(path)) & {"autograder", "solution"}


def test_what_a_child_runs_reaches_nothing_private():
    adapters = (ROOT / "autograder" / "parts" / "adapters").glob("*.py")  # looked up by name
    starts = ["autograder.sandbox.fork_server", "autograder.sandbox.child"]
    starts += [f"autograder.parts.adapters.{path.stem}" for path in adapters]
    reached = set().union(*map(_reached, starts))
    assert {"autograder.parts.adapters.flip", "autograder.submissions.reader"} <= reached
    private = (
        "solution",
        "data_stub",
        "autograder.parts.checks",
        "autograder.parts.cases",
        "autograder.grading.oracle",
        "autograder.checking.syllabus",
    )
    assert [name for name in reached if name.startswith(private)] == []


def test_checks_never_import_the_reference():
    for path in (ROOT / "autograder" / "parts" / "checks").glob("*.py"):
        assert not [
            n for n in _reached(f"autograder.parts.checks.{path.stem}") if n.startswith("solution")
        ]
