"""Which layers of the sandbox this machine has, each tried for real, and what level they make."""

from __future__ import annotations

import json
import mmap
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox import confinement
from autograder.sandbox.confinement import FULL, KIT, PARTIAL
from autograder.sandbox.linux import namespaces, seccomp
from autograder.sandbox.linux.syscalls import PR_SET_NO_NEW_PRIVS, SandboxError, libc, prctl
from autograder.sandbox.supervisor import Tree

TRIAL_SECONDS = 60.0


@dataclass(frozen=True)
class Layer:
    """A layer of the sandbox.

    problem  why it does not work on this machine; empty if it does
    remedy   what to install or to switch on
    """

    name: str
    does: str
    problem: str
    remedy: str


_LAYERS = {
    "limits": (
        "bounds a process's memory, time, files; nothing gains privileges",
        "Linux",
    ),
    "landlock": (
        "files by allow-list, no signals outside",
        "Linux 5.13 or newer, with landlock among the modules in /sys/kernel/security/lsm",
    ),
    "seccomp": (
        "no tracing, mounting, uncounted memory, sockets",
        "a kernel with CONFIG_SECCOMP_FILTER, on x86_64 or aarch64",
    ),
    "watch": (
        "bounds memory and processes of a submission as a whole",
        "/proc mounted, and readable",
    ),
    "own user": (
        "root's children become a user of their own",
        "an ordinary user to grade as, or a container with 65,536 user ids",
    ),
    "namespaces": (
        "nothing else is there: files, processes, network",
        "root with CAP_SYS_ADMIN (docker run --privileged), or user namespaces for everybody: "
        "sysctl kernel.unprivileged_userns_clone=1 (Debian) or "
        "kernel.apparmor_restrict_unprivileged_userns=0 (Ubuntu)",
    ),
}
_START = (
    "import sys; sys.path.insert(0, {kit!r}); from autograder.sandbox.layers import main; main()"
)


def try_layers() -> list[Layer]:
    """Every layer, tried in a process of its own.  Raises SandboxError if they cannot be tried."""
    try:
        said = subprocess.run(
            [sys.executable, "-I", "-B", "-c", _START.format(kit=str(KIT))],
            stdout=subprocess.PIPE,
            check=True,
            timeout=TRIAL_SECONDS,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise SandboxError(f"the layers of the sandbox cannot be tried: {error}") from error
    problems = json.loads(said)
    return [Layer(name, does, problems[name], how) for name, (does, how) in _LAYERS.items()]


def require_sandbox(namespaces_optional: bool = False) -> str:
    """The level of the sandbox that grading has here.

    namespaces_optional  whether course.toml accepts a sandbox without them
    Raises SandboxError, which names what is missing and what to do, where a required layer does
    not work.
    """
    confinement.readable_roots()
    missing = {layer.name: layer for layer in try_layers() if layer.problem}
    lacking = missing.pop("namespaces", None)
    if lacking is None:
        missing.pop("own user", None)
    elif not missing and namespaces_optional:
        return PARTIAL
    if not missing and lacking is None:
        return FULL
    reasons = [
        f"{layer.name} ({layer.problem}); needed: {layer.remedy}"
        for layer in (*missing.values(), *([lacking] if lacking else []))
    ]
    if not missing:
        reasons.append(
            'or accept a lower sandbox: [sandbox] namespaces = "optional" in course.toml'
        )
    raise SandboxError(
        "the sandbox around submissions is not whole on this machine: " + "; ".join(reasons) + ". "
        "`python -m autograder doctor` tells more"
    )


# ---------------------------------------------------------------- trials


def main() -> None:
    """Try everything, each in a fork, and print what went wrong as JSON."""
    print(json.dumps({name: _in_a_fork(trial) for name, trial in _TRIALS.items()}))


def _in_a_fork(trial: Callable[[], None]) -> str:
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            trial()
        except BaseException as error:
            os.write(theirs, (str(error) or type(error).__name__).encode()[:1000])
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    _, status = os.waitpid(pid, 0)
    return said or ("" if status == 0 else f"the trial ended with status {status}")


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise SandboxError(otherwise)


def _try_limits() -> None:
    prctl("PR_SET_NO_NEW_PRIVS", PR_SET_NO_NEW_PRIVS, 1)
    resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
    try:
        mmap.mmap(-1, 2**31)
    except OSError:
        return
    raise SandboxError("a limit on memory does not hold")


def _try_landlock() -> None:
    _expect(confinement.landlock_version() > 0, "the kernel offers no Landlock")
    with tempfile.TemporaryDirectory() as scratch:
        _wait_for(lambda: _be_restricted(Path(scratch)))


def _be_restricted(scratch: Path) -> None:
    outside = str(scratch.parent)
    prctl("PR_SET_NO_NEW_PRIVS", PR_SET_NO_NEW_PRIVS, 1)
    confinement.restrict(confinement.readable_roots(), scratch)
    (scratch / "inside").write_text("")
    try:
        os.listdir(outside)
    except PermissionError:
        return
    raise SandboxError("Landlock does not hold")


def _try_seccomp() -> None:
    prctl("PR_SET_NO_NEW_PRIVS", PR_SET_NO_NEW_PRIVS, 1)
    seccomp.install()
    _expect(libc.unshare(0) < 0, "the filter does not hold")


def _try_watch() -> None:
    pid = os.fork()
    if pid == 0:
        block = bytearray(2**26)
        time.sleep(TRIAL_SECONDS)
        os._exit(len(block) % 2)
    tree = Tree(os.getpid())
    try:
        for _ in range(100):
            if tree.is_over(2**26, 1):
                return
            time.sleep(0.02)
    finally:
        os.kill(pid, signal.SIGKILL)
    raise SandboxError("a child's memory cannot be seen")


def _try_own_user() -> None:
    if os.geteuid() == 0:
        namespaces.become(confinement.own_id())
        _expect(os.geteuid() != 0, "still root")
    # A child of the same user must not be able to signal the fork server, nor the judge.
    elif confinement.landlock_version() < confinement.SIGNALS_ABI:
        raise SandboxError("children would have the grader's own user, and Landlock allows signals")


def _try_namespaces() -> None:
    own_id = confinement.own_id()
    namespaces.enclose()
    _wait_for(lambda: _be_fork_server(own_id))


def _be_fork_server(own_id: int) -> None:
    inner = namespaces.PidNamespaces()
    first = inner.enter()
    try:
        _wait_for(lambda: _be_child(own_id))
    finally:
        os.kill(first, signal.SIGKILL)
        inner.leave()


def _be_child(own_id: int) -> None:
    namespaces.isolate(confinement.readable_roots(), own_id)
    _expect(os.getpid() == 2, "the pid namespace does not hold")
    _expect(not list(Path("/proc").iterdir()), "the mount namespace does not hold")
    _expect(os.geteuid() == namespaces.USER, "the user namespace does not hold")
    (namespaces.SCRATCH / "file").write_text("")


def _wait_for(work: Callable[[], None]) -> None:
    """Do it in a fork.  Raises SandboxError with what it raised."""
    problem = _in_a_fork(work)
    _expect(not problem, problem)


_TRIALS: dict[str, Callable[[], None]] = {
    "limits": _try_limits,
    "landlock": _try_landlock,
    "seccomp": _try_seccomp,
    "watch": _try_watch,
    "own user": _try_own_user,
    "namespaces": _try_namespaces,
}
