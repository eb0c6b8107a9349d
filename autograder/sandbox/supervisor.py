"""A small process around the fork server: it encloses it, and counts what submissions use.

It starts the fork server in a pid namespace where there is one, on one core, and kills all that
the fork server has started as soon as that takes more memory, processes or sockets than allowed,
however it is spread over them.  Nothing is left when the supervisor ends, as it does when the fork
server or the judge does.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from contextlib import suppress
from pathlib import Path

from autograder.sandbox.confinement import FULL, ISOLATED, KIT, MEMORY, PROCESSES
from autograder.sandbox.linux import cgroups, namespaces
from autograder.sandbox.linux.syscalls import PR_SET_PDEATHSIG, hide_memory, prctl

TREE_MEMORY = MEMORY  # beside the scratch folder, which has a bound of its own
# In a control group scratch space counts, and the fork server itself.
GROUP_MEMORY = TREE_MEMORY + namespaces.SCRATCH_BYTES + 2**30
# In a network of its own, with those that nobody has accepted yet.  A socket holds twice
# net.core.wmem_default at most, 416 KiB, since no larger buffer can be asked for: 104 MiB.
SOCKETS = 256
# Of one process; with torch, pandas and matplotlib it has 800.  The kernel pays for each, and once
# more for each fork above it: 64 times 8,192 maps are 130 MiB, and 1.1 GiB in a chain of forks.
MAPS = 8192
SECONDS = 0.05  # between two looks
# Shared memory may be a file's in scratch space, and page tables have as much as what they map
# where every page lies alone.
_ROUGH = ("RssAnon", "RssShmem", "VmSwap", "VmPTE")

_FORK_SERVER = (
    "import sys; sys.path.insert(0, {kit!r}); "
    "from autograder.sandbox.fork_server import main; main()"
)


class Tree:
    """The processes that descend from one, itself left out."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._members: set[int] = set()
        self._others: set[int] = set()
        self._network = _network_of(os.getpid())
        self._turn = 0
        self._own: dict[int, float] = {}  # what each computed by the last look at that
        self._gone = 0.0  # what those had computed that have ended since

    def members(self) -> set[int]:
        """Who is there now.  Others are looked at once: nobody can join a family later."""
        there = {int(name) for name in os.listdir("/proc") if name.isdigit()}
        self._members &= there
        self._others &= there
        parents = {pid: parent_of(pid) for pid in there - self._members - self._others}
        family = self._members | {self._root}
        while new := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= new
        self._members = family - {self._root}
        self._others |= set(parents) - family
        return self._members

    def kill(self) -> None:
        """Kill all, with whatever they fork meanwhile."""
        while members := self.members():
            for pid in members:
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
            self._members = {pid for pid in members if kilobytes(pid, "status", ("VmSize",))}
            if not self._members:
                return
            time.sleep(0.002)

    def cpu_seconds(self) -> float:
        """Return what they have computed so far, and those that have ended.

        Who waits for a child takes over its time.  Of others it is what the last look saw, so that
        no chain of orphans computes for nothing.  Both are no more than was computed.
        """
        times = {pid: _cpu_seconds(pid) for pid in self.members()}
        own = {pid: alone for pid, (alone, _) in times.items()}
        self._gone += sum(before for pid, before in self._own.items() if own.get(pid, 0.0) < before)
        self._own = own
        waited_for = sum(waited for _, waited in times.values())
        return sum(own.values()) + max(waited_for, self._gone)

    def is_over(self, memory: int, processes: int) -> bool:
        """Whether they take more than `memory` bytes, or are more than `processes` threads."""
        members = self.members()
        if len(members) > processes:
            return True
        rough = sum(kilobytes(pid, "status", _ROUGH) for pid in members)
        if rough * 1024 <= memory:
            return False
        # What children share with their parents was counted for each of them; now exactly.
        return 1024 * sum(_own_kilobytes(pid) for pid in members) > memory

    def sockets(self) -> int:
        """How many there are in networks that only they have, whom the last look found."""
        networks = {_network_of(pid): pid for pid in self._members}
        return sum(
            _sockets_beside(pid) for net, pid in networks.items() if net not in (0, self._network)
        )

    def maps_of_the_next(self) -> int:
        """How many maps one of them has, each time another: to count them takes a while."""
        members = sorted(self._members)
        self._turn += 1
        return _maps(members[self._turn % len(members)]) if members else 0


def parent_of(pid: int) -> int:
    """The pid of its parent; -1 if it is gone."""
    fields = _stat(pid)
    return int(fields[1]) if fields else -1


def _cpu_seconds(pid: int) -> tuple[float, float]:
    """Return its own time and its dead children's, in user code and in the kernel."""
    user, system, *waited_for = map(int, _stat(pid)[11:15] or (0, 0, 0, 0))
    second = os.sysconf("SC_CLK_TCK")
    return (user + system) / second, sum(waited_for) / second


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat that follow its name; none if it is gone.

    A process names itself, with any bytes: nothing is decoded before the last parenthesis.
    """
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rsplit(b")", 1)[1].decode().split()
    except (OSError, IndexError, ValueError):
        return []


def _own_kilobytes(pid: int) -> int:
    exact = kilobytes(pid, "smaps_rollup", ("Pss_Anon", "Pss_Shmem", "SwapPss"))
    if not exact:
        return kilobytes(pid, "status", _ROUGH)
    return exact + kilobytes(pid, "status", ("VmPTE",))


def kilobytes(pid: int, file: str, names: tuple[str, ...]) -> int:
    """Return the sum of these lines of a file in /proc/PID; 0 if it is gone.

    The first line holds a name that the process has chosen, or the first map; a line ends with a
    newline alone, which the kernel lets stand in no name.
    """
    try:
        _, *lines = Path(f"/proc/{pid}/{file}").read_bytes().split(b"\n")
    except OSError:
        return 0
    wanted = tuple(name.encode() + b":" for name in names)
    return sum(int(line.split()[1]) for line in lines if line.startswith(wanted))


def _network_of(pid: int) -> int:
    """Which network namespace it is in; 0 if that cannot be told."""
    try:
        return os.stat(f"/proc/{pid}/ns/net").st_ino
    except OSError:
        return 0


def _sockets_beside(pid: int) -> int:
    """How many sockets there are in its network."""
    try:
        return int(Path(f"/proc/{pid}/net/sockstat").read_text().split()[2])
    except (OSError, IndexError):
        return 0


def _maps(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/maps", "rb") as lines:
            return sum(1 for _ in lines)
    except OSError:
        return 0


def take_core() -> tuple[int, socket.socket | None]:
    """Return a core that no other fork server on this machine has, if there is one.

    And what holds it while it is open: a name, which the kernel gives free with its process.
    """
    cores = sorted(os.sched_getaffinity(0))
    for core in cores:
        holder = socket.socket(socket.AF_UNIX)
        try:
            holder.bind(f"\0autograder-core-{core}")
        except OSError:
            holder.close()
            continue
        return core, holder
    return cores[os.getpid() % len(cores)], None


def main() -> None:
    """Arguments: the fork server's socket, the sandbox's level, the id that children become."""
    hide_memory()
    prctl("PR_SET_PDEATHSIG", PR_SET_PDEATHSIG, signal.SIGKILL)
    group = cgroups.make(GROUP_MEMORY, 2 * PROCESSES)
    if sys.argv[2] == FULL:
        namespaces.enclose()
    core, _held = take_core()
    pid = os.fork()
    if pid == 0:
        prctl("PR_SET_PDEATHSIG", PR_SET_PDEATHSIG, signal.SIGKILL)
        if group is not None:
            group.join()
        # A hundred busy processes of one submission have one core, and leave its neighbours theirs.
        os.sched_setaffinity(0, {core})
        code = _FORK_SERVER.format(kit=str(KIT))
        os.execv(sys.executable, [sys.executable, *ISOLATED, "-c", code, *sys.argv[1:]])
    os.close(int(sys.argv[1]))
    tree = Tree(pid)
    while True:
        started = time.monotonic()
        if os.waitpid(pid, os.WNOHANG)[0]:
            tree.kill()
            return
        if (  # the first of these looks who is there, for the others, too
            tree.is_over(TREE_MEMORY, PROCESSES)
            or tree.sockets() > SOCKETS
            or tree.maps_of_the_next() > MAPS
        ):
            tree.kill()
        # An exact look takes longer; it must not take the machine.
        time.sleep(max(SECONDS, 4 * (time.monotonic() - started)))
