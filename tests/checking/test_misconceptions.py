"""A hint is a claim: it is given on evidence, and an exception's type alone is none."""

from __future__ import annotations

import pytest

from autograder.checking.misconceptions import Asked, Misconception, recognise

RIGHT = {"answer": {"loss": 1.0}}


def _raised(text: str, where: str = "") -> dict[str, object]:
    return {"raised": {"type": "RuntimeError", "text": text, "where": where}}


def _recognised(got: dict[str, object], mistaken: dict[str, object]) -> bool:
    asked = [Asked("epoch", str(k), "train_epoch", {"k": k}, got, RIGHT) for k in range(3)]
    known = Misconception("no_grad", ("epoch",), "a hint", lambda _: mistaken)
    return "epoch" in recognise(asked, [known])


def test_the_same_exception_from_another_line_is_the_same_mistake():
    assert _recognised(_raised("does not require grad", "cell 4"), _raised("does not require grad"))


def test_an_address_or_a_path_in_the_text_makes_no_difference():
    here, there = (_raised(f"no such file: '/tmp/{name}/faces/a b.png'") for name in ("x1", "y2"))
    assert _recognised(here, there)
    assert _recognised(
        _raised("<Net at 0x7f1a> has no loss"), _raised("<Net at 0xbeef> has no loss")
    )


@pytest.mark.parametrize("text", ["Found no NVIDIA driver on your system.", ""])
def test_another_exception_of_the_same_type_is_no_evidence(text):
    assert not _recognised(_raised(text), _raised("does not require grad"))


def test_a_right_answer_has_no_mistake():
    assert not _recognised(RIGHT, _raised("does not require grad"))
