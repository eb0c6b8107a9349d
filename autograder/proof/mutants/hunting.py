"""Run the mutants of the reference against their own part's checks: do the checks notice?

A survivor is a gap in the checks, or harmless: the same answer in other words, or free by the
docstring.  Harmless ones are written down in tests/mutants_explained.toml, each with its reason.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import resource
import time
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import torch

from autograder.checking import syllabus
from autograder.course import ROOT
from autograder.grading import known_answers
from autograder.grading.oracle import Oracle
from autograder.grading.results_folder import write_text
from autograder.proof import in_process
from autograder.proof.mutants.generation import Mutant, mutants

EXPLAINED = ROOT / "tests" / "mutants_explained.toml"
PARTS = syllabus.quick_parts()  # minutes a mutant
SECONDS = 20.0  # the slowest part takes half of one
_BYTES = 4 * 2**30  # that a mutant may ask for on top


@dataclass(frozen=True)
class Fate:
    """What became of a mutant.

    killed  the check that noticed, and how: "metrics.nme: expected …; got …"; "" for a survivor
    reason  why it may live; "" if nobody has said
    """

    mutant: Mutant
    killed: str
    reason: str

    @property
    def unexplained(self) -> bool:
        return not self.killed and not self.reason


class Reasons:
    """Why a mutant may survive, from the file of explanations."""

    def __init__(self) -> None:
        self._reasons: dict[tuple[str, str, str | None], str] = {}
        for entry in tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["mutant"]:
            for after in entry.get("after", [None]):  # none: whatever changes this line
                key = entry["function"], entry["before"], after
                self._reasons[key] = entry["reason"]

    def of(self, mutant: Mutant) -> str:
        """The reason, or "" if nobody has given one."""
        function, before, after = mutant.identity
        whole_line = self._reasons.get((function, before, None), "")
        return self._reasons.get((function, before, after), whole_line)

    def stale(self) -> list[str]:
        """Entries that fit no mutant."""
        known: set[tuple[str, str, str | None]] = set()
        for mutant in mutants():
            known |= {mutant.identity, (*mutant.identity[:2], None)}
        return sorted(" | ".join(map(str, key)) for key in self._reasons.keys() - known)


def hunt(
    parts: Iterable[str], minutes: float, seed: str, progress: Callable[[Fate], None]
) -> tuple[list[Fate], int]:
    """Run the mutants of these parts in an order drawn from the seed, until time is up.

    Returns their fates, and how many there are in all.  Raises RuntimeError if the reference
    itself fails.
    """
    # Before anything runs: threads of torch, for a GPU or for the CPU, do not live on in a fork.
    os.environ["CUDA_VISIBLE_DEVICES"] = ""
    torch.set_num_threads(1)
    parts = list(parts)
    found = [mutant for mutant in mutants() if mutant.part in parts]
    random.Random(seed).shuffle(found)
    oracle, known = Oracle(), Reasons()
    for part in parts:  # fills the caches that every fork starts with
        if lost := in_process.lost(part, Oracle(), oracle, seed):
            raise RuntimeError(f"the reference loses {part}: {', '.join(sorted(lost))}")
    deadline = time.monotonic() + 60 * minutes
    fates: list[Fate] = []
    for mutant in found:
        if time.monotonic() > deadline:
            break
        fates.append(Fate(mutant, _killed(mutant, oracle, seed), known.of(mutant)))
        progress(fates[-1])
    return fates, len(found)


def _killed(mutant: Mutant, oracle: Oracle, seed: str) -> str:
    """In a process of its own: a mutant may loop, or leave something behind."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_try, args=(theirs, mutant, oracle, seed), daemon=True)
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(SECONDS) else "it comes to no end"
    except EOFError:
        return "its process ended"
    finally:
        process.kill()
        process.join()
        ours.close()


def _try(pipe: Connection, mutant: Mutant, oracle: Oracle, seed: str) -> None:
    mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + _BYTES, mapped + _BYTES))
    answer = known_answers.KnownAnswer("mutant", mutant.part, (), "", mutant.source)
    for tried in in_process.run(mutant.part, Oracle(known_answers.names(answer)), oracle, seed):
        if tried.error is not None:
            pipe.send(f"{tried.check}: {str(tried.error)[:160]}")
            return
    pipe.send("")


def write(fates: list[Fate], path: Path) -> None:
    """All fates as JSON, in the files' order."""
    rows = [
        {name: value for name, value in asdict(fate.mutant).items() if name != "source"}
        | {"killed": fate.killed, "reason": fate.reason}
        for fate in sorted(fates, key=lambda f: (f.mutant.file, f.mutant.line, f.mutant.after))
    ]
    write_text(path, json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
