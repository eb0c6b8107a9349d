"""What a child says is of one of five forms, or is made so; and nothing large is kept of it."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checking.compare import WrongAnswerError, array
from autograder.checking.reply import SPARE, NoAnswerError, bounded, checked, open_reply, right_once
from autograder.checking.values import MAX_TEXT, Odd

FORMS = ("answer", "unstarted", "missing", "raised", "malformed")
LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    st.just(np.zeros((3, 3))),
    st.just(Odd("odd")),
)
KEYS = st.sampled_from([*FORMS, "ended", "name", "why", "type", "text", "where", "x"])
THINGS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6)
)


@given(THINGS)
def test_whatever_is_said_has_one_of_the_forms(said):
    reply = checked(said)
    (form,) = reply
    assert form in FORMS
    texts = {"missing": ("name", "why"), "raised": ("type", "text", "where")}.get(form, ())
    assert all(isinstance(reply[form][key], str) for key in texts)
    if form == "malformed":
        assert isinstance(reply[form], str) and reply[form]
    if form == "answer":
        open_reply(reply)
    else:
        with pytest.raises(NoAnswerError):
            open_reply(reply)
    assert np.array_equal(checked(reply).get("answer", 0), reply.get("answer", 0)) or form in reply


FORGED = {
    "300,000 keys": {"answer": {str(k): 0 for k in range(300_000)}},
    "a million characters": {"malformed": "\u0085" * 2**20},
    "many long texts": {"answer": {str(k): "x" * MAX_TEXT for k in range(1000)}},
    "a deep answer": {"answer": {"a": [[[[[[[[[1]]]]]]]]]}},
    "an integer beyond all bounds": {"answer": {"a": 10**400}},
    "words for a missing name": {"missing": "x"},
    "arrays for an error": {"raised": {"type": np.zeros(3), "text": {"a": 1}, "where": [1]}},
    "that its time is over": {"ended": "it did not come to an end in time"},
    "nothing": None,
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_reply_is_small_and_readable(name):
    reply = checked(FORGED[name])
    assert len(repr(reply)) < 3000 and "ended" not in reply
    with pytest.raises(WrongAnswerError):
        array(open_reply(reply)["a"], (2,), "a")


def test_items_are_bounded_and_bytes_are_not():
    want = {"answer": {"points": np.zeros((5000, 2), np.float32)}}
    for right in (want["answer"]["points"].astype(float), want["answer"]["points"].tolist()):
        reply = {"answer": {"points": right}}
        assert bounded(reply, want) == reply
    large = {"answer": {"points": np.zeros(SPARE + 20_101), "other": [np.zeros(7)]}}
    kept = bounded(large, want)["answer"]
    assert kept["points"] == Odd("an array of shape (30101,)")
    with pytest.raises(WrongAnswerError, match=r"got an array of shape \(30101,\)"):
        array(kept["points"], (5000, 2), "points")


def test_many_arrays_together_are_bounded():
    kept = bounded({"answer": {str(k): np.zeros(SPARE // 4) for k in range(100)}}, {})
    assert sum(isinstance(item, np.ndarray) for item in kept["answer"].values()) == 3


def test_many_arrays_of_nothing_are_bounded():
    kept = bounded({"answer": {str(k): np.zeros(0) for k in range(20_000)}}, {})
    assert sum(isinstance(item, np.ndarray) for item in kept["answer"].values()) <= SPARE / 10


ONE = np.arange(10_000.0)
COSTLY = {
    "a long text among short ones": ["x" * 10**6, *["y"] * 1000],
    "numbers among texts": [[[[[[1.0, "a", 2.0] * 3000] * 2] * 2] * 2] * 2],
    "one array, many times": [ONE] * 15_000,
    "lists of one array, many times": [[ONE] * 1000] * 15,
}


@pytest.mark.parametrize("name", COSTLY)
def test_what_is_costly_to_turn_into_an_array_is_not_turned(name):
    tracemalloc.start()
    reply = checked({"answer": {"nme": COSTLY[name]}})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * 2**20
    with pytest.raises(WrongAnswerError):
        array(open_reply(reply)["nme"], (3,), "nme")


# ---------------------------------------------------------------- with stand-ins, or with its own


def raising(error: Exception | None):
    def attempt() -> None:
        if error is not None:
            raise error

    return attempt


WRONG, OTHER = WrongAnswerError("1", "2"), WrongAnswerError("1", "3")
NONE_CAME = NoAnswerError("an answer", "RuntimeError")


@pytest.mark.parametrize(
    ("ours", "own", "told"),
    [
        (None, None, None),
        (None, WRONG, None),
        (None, NONE_CAME, None),
        (WRONG, None, None),
        (NONE_CAME, None, None),
        (WRONG, OTHER, OTHER),
        (WRONG, NONE_CAME, WRONG),
        (NONE_CAME, WRONG, WRONG),
        (NoAnswerError("an answer", "other"), NONE_CAME, NONE_CAME),
    ],
)
def test_right_with_either_helper_is_right(ours, own, told):
    if told is None:
        right_once(raising(ours), raising(own))
        return
    with pytest.raises(WrongAnswerError) as caught:
        right_once(raising(ours), raising(own))
    assert caught.value is told


def test_a_check_that_stumbles_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        right_once(raising(ZeroDivisionError()), raising(None))
