"""The verdicts of a kernel and of the grader on the same notebooks, check by check.

Every notebook of the bank runs from top to bottom in a kernel of its own, with the bundle beside it
as students have it, and its checks are put where the notebook has them.  Then the grader judges
the same bytes, behind the sandbox, on the same public cases.  `build/parity.json` holds how many
notebooks there were and where the two differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from queue import Empty, Queue

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

from autograder import course
from autograder.assignment import bundle
from autograder.checking import syllabus
from autograder.course import PUBLIC_SEED, ROOT
from autograder.grading.oracle import WEIGHTS
from autograder.grading.workers import Worker
from autograder.parts import notebook_text
from autograder.proof.parity import kernels, notebooks
from autograder.submissions import files

OUT = ROOT / "build" / "parity.json"
CELL_SECONDS = 60.0
MARK = "parity-verdicts:"
COLLECT = f"""
import json as _json
from autograder.selfcheck import kernel as _kernel
_found = _kernel.check_part("{{part}}", _kernel.live_student())
print({MARK!r} + _json.dumps(["{{part}}", [[r.id, r.status, r.got] for r in _found]]))
"""


@dataclass(frozen=True)
class Difference:
    """A check on which the two do not agree, with what each says and why."""

    notebook: str
    check: str
    kernel: str
    grader: str
    why: str


Verdicts = dict[str, tuple[str, str]]  # part.check -> status, what came


class Kernels:
    """A process that forks kernels; one at a time."""

    def __init__(self, bundle_folder: Path) -> None:
        self._bundle, first = bundle_folder, syllabus.parts()[0]
        self._server = subprocess.Popen(
            [sys.executable, "-I", "-B", kernels.__file__, str(bundle_folder), first.id],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # Kernels are forks of a process that has worked, as children of the grader are.
            env=os.environ | {"CUDA_VISIBLE_DEVICES": ""},
        )
        self._line()

    def _line(self) -> str:
        assert self._server.stdout is not None
        return self._server.stdout.readline().strip()

    def run(self, cells: list[str]) -> Verdicts:
        """Run all cells in a new kernel; a cell that raises stops none of the others."""
        with tempfile.TemporaryDirectory(prefix="parity-") as folder:
            (Path(folder) / self._bundle.name).symlink_to(self._bundle)
            (Path(folder) / "weights.safetensors").write_bytes(WEIGHTS.read_bytes())
            connection, _ = write_connection_file(str(Path(folder) / "connection.json"))
            assert self._server.stdin is not None
            self._server.stdin.write(f"{connection}\t{folder}\n")
            self._server.stdin.flush()
            self._line()
            client = BlockingKernelClient(connection_file=connection)
            client.load_connection_file()
            client.start_channels()
            try:
                client.wait_for_ready(timeout=CELL_SECONDS)
                return _collected(client, cells)
            finally:
                client.shutdown()
                client.stop_channels()

    def stop(self) -> None:
        self._server.terminate()
        self._server.wait()


def _collected(client: BlockingKernelClient, cells: list[str]) -> Verdicts:
    """Send all cells at once, as "Run all" does, and listen until the last one has run."""
    sent = [client.execute(cell, stop_on_error=False, allow_stdin=False) for cell in cells]
    found: Verdicts = {}
    with suppress(Empty):
        while True:
            message = client.get_iopub_msg(timeout=CELL_SECONDS)
            for line in message["content"].get("text", "").splitlines():
                if line.startswith(MARK):
                    part, results = json.loads(line.removeprefix(MARK))
                    found.update({f"{part}.{name}": (status, got) for name, status, got in results})
            is_last = message["parent_header"].get("msg_id") == sent[-1]
            if is_last and message["content"].get("execution_state") == "idle":
                return found
    return found


def graded(
    worker: Worker, variation: notebooks.Variation, cells: list[str], folder: Path
) -> Verdicts:
    """Return the grader's verdicts on the public cases of the parts that are touched."""
    path = folder / f"{variation.name}.ipynb"
    path.write_bytes(notebooks.notebook(cells))
    path.with_suffix(".safetensors").write_bytes(WEIGHTS.read_bytes())
    contents = files.take(replace(files.submission(path), parts=variation.touches))
    return {
        f"{part.id}.{check.id}": (check.status, check.got)
        for part in worker.grade(contents).parts
        for check in part.checks
        if check.visibility == "public" and part.id in variation.touches
    }


def compare(name: str, kernel: Verdicts, grader: Verdicts) -> list[Difference]:
    """Return the checks whose verdicts differ, a missing one included."""
    missing = ("missing", "")
    return [
        Difference(name, check, here[0], there[0], f"kernel: {here[1]} | grader: {there[1]}"[:500])
        for check in sorted(kernel.keys() | grader.keys())
        if (here := kernel.get(check, missing))[0] != (there := grader.get(check, missing))[0]
    ]


def differences(
    bank: list[notebooks.Variation], seed: str = PUBLIC_SEED, workers: int = 2
) -> list[Difference]:
    """Return all differences over a bank, telling each as it comes."""
    with tempfile.TemporaryDirectory(prefix="parity-") as name:
        folder = Path(name)
        laid_out = folder / f"{course.load().assignment}-bundle"
        bundle.write(laid_out)
        waiting: Queue[notebooks.Variation] = Queue()
        for variation in bank:
            waiting.put(variation)

        def work(_: int) -> list[Difference]:
            found: list[Difference] = []
            own, worker = Kernels(laid_out), Worker(seed)
            try:
                with suppress(Empty):
                    while True:
                        found += _both(own, worker, waiting.get_nowait(), folder)
            finally:
                own.stop()
                worker.stop()
            return found

        with ThreadPoolExecutor(workers) as pool:
            return [difference for found in pool.map(work, range(workers)) for difference in found]


def _both(
    own: Kernels, worker: Worker, variation: notebooks.Variation, folder: Path
) -> list[Difference]:
    started = time.monotonic()
    in_kernel = own.run(notebooks.build(variation, COLLECT))
    halfway = time.monotonic()
    in_grader = graded(worker, variation, notebooks.build(variation, 'check("{part}")'), folder)
    found = compare(variation.name, in_kernel, in_grader)
    ended = time.monotonic()
    right = sum(status == "passed" for status, _ in in_kernel.values())
    print(
        f"{variation.name:<40} {right}/{len(in_kernel)} in the kernel, {len(found)} differences "
        f"({halfway - started:.1f} + {ended - halfway:.1f} s)",
        flush=True,
    )
    for difference in found:
        print(f"    {difference}", flush=True)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write build/parity.json, and return 1 if there are differences."""
    parser = argparse.ArgumentParser(prog="parity", description=__doc__)
    parser.add_argument("names", nargs="*", help="only these notebooks of the bank")
    parser.add_argument("--folder", type=Path, default=notebooks.FOLDER, help="another bank")
    parser.add_argument("--seed", default=PUBLIC_SEED, help="draw the grader's cases from this")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path, default=OUT)
    options = parser.parse_args(arguments)
    bank = [
        v
        for v in notebooks.load(options.folder)
        if options.names in ([], None) or v.name in options.names
    ]
    started = time.monotonic()
    found = differences(bank, options.seed, options.workers)
    result = {
        "n": len(bank),
        "differences": [asdict(difference) for difference in found],
        "seed": options.seed,
        "version": notebook_text.version(),
        "seconds": round(time.monotonic() - started, 1),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"{len(bank)} notebooks, {len(found)} differences, {result['seconds']} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
