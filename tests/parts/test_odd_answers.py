"""No answer makes a check stumble: each fails in words, and none passes by being odd."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from autograder.checking import lookup, syllabus
from autograder.checking.compare import WrongAnswerError
from autograder.checking.namespace import Student
from autograder.checking.questions.evaluate import answer
from autograder.checking.reply import open_reply
from autograder.checking.values import MAX_BYTES, Odd, TooLargeError, pack, plain, unpack
from autograder.grading.oracle import WEIGHTS, Oracle, reference_names
from autograder.parts import cases

ODD: dict[str, Any] = {
    "None": None,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "array of NaN": np.full((98, 2), np.nan),
    "empty list": [],
    "empty array": np.zeros((0, 2)),
    "0-d array": np.float64(3.0),
    "0-d tensor": torch.tensor(1.0),
    "objects": np.array([object(), None]),
    "an object": object(),
    "a function": len,
    "text": "12 px",
    "a dict": {"points": 1},
    "ragged": [[1, 2], [3]],
    "complex": np.ones((98, 2)) * 1j,
    "wrong shape": np.zeros((2, 98)),
    "7 dimensions": np.zeros((1,) * 7),
    "huge": np.broadcast_to(np.float64(0), (98, 2, 10**7)),
    "huge number": 10**400,
    "bool": True,
    "sparse": torch.eye(3).to_sparse(),
    "bytes": b"\0" * 10,
    "a generator": (i for i in range(3)),
    "an exception": ValueError("boo"),
    "pair of None": (None, None),
    "pair of odd things": (object(), np.array(["a"])),
    "same forever": None,  # made below
}
_loop: list = []
_loop.append(_loop)
ODD["same forever"] = _loop

ALL = [(part.id, check.id) for part in syllabus.parts() for check in part.checks]
ORACLE = Oracle()


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize(("part", "check"), ALL)
def test_odd_answers_fail_in_words(part, check, name):
    """The student's functions return the odd thing, whatever they are asked."""
    names = dict.fromkeys(syllabus.answer_names(), lambda *arguments: ODD[name])
    student = Student(names)

    def ask(question, **inputs):
        return open_reply(answer(student, question, inputs))

    for hidden in (False, True):
        for case in cases.draw(part, check, hidden, "odd"):
            with pytest.raises(WrongAnswerError) as error:
                lookup.check_function(part, check)(ask, ORACLE.expect, case)
            assert error.value.expected and error.value.got
            assert len(error.value.got) < 500


@pytest.mark.parametrize("odd", [None, 1.5, "text", {}, [], np.zeros(3), Odd("a thing")])
@pytest.mark.parametrize(("part", "check"), ALL)
def test_forged_answers_fail_in_words(part, check, odd):
    """Not even the question's own form can be relied on: a child may be taken over."""

    def ask(question, **inputs):
        want = ORACLE.expect(question, **inputs)
        return open_reply({"answer": dict.fromkeys(want, odd)})

    for case in cases.draw(part, check, False, "odd"):
        with pytest.raises(WrongAnswerError):
            lookup.check_function(part, check)(ask, ORACLE.expect, case)


@pytest.mark.parametrize("reply", [None, 3, [], {}, {"answer": 3}, {"other": 1}])
def test_forged_replies_are_wrong(reply):
    with pytest.raises(WrongAnswerError):
        open_reply(reply)


@pytest.mark.parametrize(
    "value",
    [None, True, 3, 2.5, "é", [], {}, [1, [2.5, "x", None]], {"a": [np.arange(6).reshape(2, 3)]},
     np.float32(2), np.zeros((0, 3)), np.array(True), np.arange(5)[::-1], np.ones((2, 2), ">f8"),
     torch.ones(2, 3, dtype=torch.bfloat16), torch.arange(6).view(2, 3).T, [torch.ones(2)] * 3],
)  # fmt: skip
def test_plain_values_survive_the_pipe(value):
    sent = plain(value)
    came = unpack(pack(sent))
    _assert_same(came, sent)


def _assert_same(a, b):
    assert type(a) is type(b)
    if isinstance(a, np.ndarray):
        assert a.dtype == b.dtype and a.shape == b.shape and (a == b).all()
    elif isinstance(a, list):
        assert len(a) == len(b)
        for x, y in zip(a, b, strict=True):
            _assert_same(x, y)
    elif isinstance(a, dict):
        assert a.keys() == b.keys()
        for key in a:
            _assert_same(a[key], b[key])
    else:
        assert a == b


def test_too_much_is_refused_before_it_is_copied():
    with pytest.raises(TooLargeError):
        plain(np.broadcast_to(np.uint8(0), (MAX_BYTES + 1,)))
    with pytest.raises(TooLargeError):
        plain([0] * 10**6)


@pytest.mark.parametrize(
    "value",
    [
        [1, 2.5, np.float32(3), np.float64(4), True],
        [torch.tensor(1.0), 2, np.array(3)],
        [[1, 2], np.array([3, 4]), torch.tensor([5, 6]), (7, np.int64(8))],
        [[[1.0, 2], [3, 4]], np.ones((2, 2))],
    ],
)
def test_numbers_of_several_kinds_are_an_array(value):
    array = plain(value)
    assert isinstance(array, np.ndarray) and len(array) == len(value)
    assert np.array_equal(array.ravel()[:2], [1, 2.5 if array.ndim == 1 and len(array) > 4 else 2])


@pytest.mark.parametrize("cut", [0, 1, 15, 16, 40, -1])
def test_garbled_bytes_are_a_value_error(cut):
    data = pack({"a": np.arange(10), "b": [1, 2]})
    with pytest.raises(ValueError, match=r"\S"):
        unpack(data[:cut])
    with pytest.raises(ValueError, match=r"\S"):
        unpack(b"\xff" * 64)


@pytest.mark.long
def test_the_reference_passes_every_check():
    student = Student(reference_names(), weights_file=str(WEIGHTS))
    for part, check in ALL:
        for hidden in (False, True):
            for case in cases.draw(part, check, hidden, "another seed"):
                lookup.check_function(part, check)(
                    lambda question, **inputs: open_reply(answer(student, question, inputs)),
                    ORACLE.expect,
                    case,
                )
