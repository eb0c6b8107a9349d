"""What stands in for a helper is seen by every way to write an answer, and is gone afterwards."""

from __future__ import annotations

import pytest

from autograder.checking.stand_ins import standing_in

WAYS = {
    "a function": "def answer(x): return helper(x)",
    "through another function": "def inner(x): return helper(x)\ndef answer(x): return inner(x)",
    "a lambda": "answer = lambda x: helper(x)",
    "a partial": "from functools import partial\ndef two(k, x): return helper(x)\n"
    "answer = partial(two, 1)",
    "decorated": "import functools\ndef deco(f):\n    @functools.wraps(f)\n"
    "    def inner(x): return f(x)\n    return inner\n@deco\ndef answer(x): return helper(x)",
    "cached": "from functools import cache\n@cache\ndef answer(x): return helper(x)",
    "a method": "class A:\n    def run(self, x): return helper(x)\nanswer = A().run",
    "an object": "class A:\n    def __call__(self, x): return helper(x)\nanswer = A()",
    "a class": "class answer:\n    def __new__(cls, x): return helper(x)",
    "a subclass": "class B:\n    def __new__(cls, x): return helper(x)\nclass answer(B): pass",
}


def notebook(source: str, helper: str = "def helper(x): return 'own'") -> dict:
    names: dict = {"__name__": "__main__"}
    exec(f"{helper}\n{source}", names)
    return names


@pytest.mark.parametrize("helper", ["def helper(x): return 'own'", "", "helper = 7"])
@pytest.mark.parametrize("way", WAYS)
def test_it_stands_in_and_is_gone_again(way, helper):
    names = notebook(WAYS[way], helper)
    before = dict(names)
    with standing_in(names["answer"], helper=lambda x: f"ours {x}"):
        assert names["answer"](1) == "ours 1"
    assert names == before


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_it_is_gone_after_whatever_is_raised(error):
    names = notebook("def answer(x): raise error")
    names["error"] = error
    before = dict(names)
    with pytest.raises(error), standing_in(names["answer"], helper=print, other=print):
        names["answer"](1)
    assert names == before


@pytest.mark.parametrize("answer", [None, 3, "text", print, len, int, object(), [].append])
def test_what_has_no_module_of_its_own_goes_on(answer):
    with standing_in(answer, helper=print):
        pass
