"""What is sent to a child holds nothing that is expected of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from autograder.checking import lookup, syllabus
from autograder.checking.reply import open_reply
from autograder.checking.values import pack, plain
from autograder.grading.oracle import Oracle
from autograder.parts import cases

ORACLE = Oracle()
# Answers that are their own arguments for some inputs, or too small to be anything's secret.
SMALL = 8  # items


def arrays(value: Any, path: str = "") -> Iterator[tuple[str, np.ndarray]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from arrays(item, f"{path}.{key}")
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from arrays(item, f"{path}.{number}")
    elif isinstance(value, np.ndarray) and value.size > SMALL and np.ptp(value.astype(float)) > 0:
        yield path, value


def flat(values: np.ndarray) -> np.ndarray:
    return values.astype(np.float64).ravel()


def is_among(wanted: np.ndarray, given: list[np.ndarray]) -> bool:
    want = flat(wanted)
    return any(
        want.size == have.size and np.allclose(want, have, rtol=1e-6, atol=1e-9) for have in given
    )


# What is right because nothing may happen: arguments afterwards, a point that is kept as it is.
KEPT = ("image_after", "points_after", ".after.", "state", "gradients", "image", "parameters")


def _passes_on(inputs: dict[str, Any]) -> bool:
    """Whether it is right to give what came: a path from a branch to itself, a drawn face."""
    same = "source" in inputs and inputs["source"] == inputs["target"]
    return same or inputs.get("faces") is not None


@pytest.mark.parametrize("part", [part.id for part in syllabus.parts() if not part.capstone])
def test_no_expected_array_and_no_telling_word_is_sent(part):
    for check in syllabus.part(part).checks:
        for case in cases.draw(part, check.id, True, "canaries"):
            sent: list[tuple[dict[str, Any], dict[str, Any]]] = []

            def ask(question: str, sent: list = sent, **inputs: Any) -> dict[str, Any]:
                reply = ORACLE.reply(question, inputs)
                sent.append((plain(inputs), reply["answer"]))
                return open_reply(reply)

            lookup.check_function(part, check.id)(ask, ORACLE.expect, case)
            for inputs, want in sent:
                if _passes_on(inputs):
                    continue
                given = [flat(array) for _, array in arrays(inputs)]
                found = [
                    path
                    for path, array in arrays(want)
                    if not any(kept in f"{path}." for kept in KEPT) and is_among(array, given)
                ]
                assert not found, (check.id, case.name, found)
                product = case.facts.get("product")
                if product is not None and not np.allclose(product, np.eye(3)):
                    matrices = flat(plain(inputs["matrices"])).reshape(-1, 9)
                    assert len(matrices) == 1 or not is_among(product, list(matrices))
                texts = pack({key: item for key, item in inputs.items() if key != "files"})
                for word in case.mentions:
                    whole = f'"{word}"'.encode()
                    assert whole not in texts, (check.id, case.name, word)
