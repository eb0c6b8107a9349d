"""Grading on more than one machine: each submission is a task of Dask distributed.

Submissions travel as bytes and records come back, so machines share nothing but the kit.  A Dask
worker that dies loses nothing: its task is done again elsewhere.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

from autograder.grading.workers import MachineError, Source, Terms, Worker
from autograder.reports.record import Record, ungraded
from autograder.submissions.files import Contents, Submission, take

try:
    import distributed
except ImportError as error:
    raise ValueError("--scheduler needs Dask: pip install -e '.[cluster]'") from error

CONNECT_SECONDS = 10
_mine = threading.local()  # a judge for each thread of a Dask worker, kept from task to task


def source(address: str) -> Source:
    """Return a source of records: the workers of the Dask scheduler at this address.

    It raises ValueError if there is no scheduler, no worker, or one with another kit.
    """
    return partial(_records, address)


def _records(address: str, submissions: list[Submission], terms: Terms) -> Iterator[Record]:
    try:
        client = distributed.Client(address, timeout=CONNECT_SECONDS)
    except OSError as error:
        raise ValueError(f"there is no Dask scheduler at {address}") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise ValueError(f"the scheduler at {address} has no workers")
        yield from _graded(client, submissions, terms, ahead=2 * threads)


def _graded(
    client: distributed.Client, submissions: list[Submission], terms: Terms, ahead: int
) -> Iterator[Record]:
    """With no more than `ahead` submissions in the cluster's memory at a time."""
    waiting, running = iter(submissions), distributed.as_completed()
    under_way: dict[Any, Contents] = {}

    def give() -> None:
        for submission in waiting:
            contents = take(submission)
            future = client.submit(_grade, contents, terms.seed, terms.level, pure=False)
            under_way[future.key] = contents
            running.add(future)
            return

    for _ in range(ahead):
        give()
    for future in running:
        contents = under_way.pop(future.key)
        try:
            record = future.result()
        except MachineError as error:
            raise MachineError(f"on a worker of the cluster: {error}") from None
        except Exception as error:  # whatever went wrong over there is not the student's fault
            record = ungraded(contents, terms.seed, terms.level, repr(error)[:500])
        _require_same_kit(record, terms)
        give()
        yield record


def _grade(contents: Contents, seed: str, level: str) -> Record:
    """The task: in a Dask worker, by a judge in a process of its own."""
    if getattr(_mine, "terms", None) != (seed, level):
        if hasattr(_mine, "worker"):
            _mine.worker.stop()
        _mine.worker, _mine.terms = Worker(seed, level), (seed, level)
    return _mine.worker.grade(contents)


def _require_same_kit(record: Record, terms: Terms) -> None:
    theirs = record.grader() | {"waivers": ""}
    ours = terms.grader() | {"waivers": ""}
    differs = [name for name, value in theirs.items() if value != ours[name]]
    if differs:
        raise ValueError(f"a worker of the cluster has another kit (other {', '.join(differs)})")
