"""The notebook is `__main__`: for pickle, processes, type hints and dataclasses."""

from __future__ import annotations

import pytest
from reading import process_as_it_was, read, value

MAIN = {
    "pickle": "import pickle\nclass K:\n    x = 1\n"
    "def f():\n    return pickle.loads(pickle.dumps(K())).x",
    "a function": "import pickle\ndef one():\n    return 1\n"
    "def f():\n    return pickle.loads(pickle.dumps(one))()",
    "a dataclass": "import pickle\nfrom dataclasses import dataclass\n@dataclass\nclass K:\n"
    "    x: int = 1\ndef f():\n    return pickle.loads(pickle.dumps(K())).x",
    "type hints": "from __future__ import annotations\nimport typing\nclass K:\n    pass\n"
    "class L:\n    k: K\ndef f():\n    return int(typing.get_type_hints(L)['k'] is K)",
    "type hints in quotes": "import typing\nclass K:\n    pass\ndef h(k: 'K'):\n    pass\n"
    "def f():\n    return int(typing.get_type_hints(h)['k'] is K)",
    "a pool": "from multiprocessing import get_context\ndef one(x):\n    return 1\n"
    "def f():\n    with get_context('fork').Pool(1) as pool:\n        return pool.map(one, [3])[0]",
    "import main": "T = 1\ndef f():\n    import __main__\n    return __main__.T",
    "its name": "def f():\n    return int(__name__ == '__main__')",
    "a NamedTuple": "from typing import NamedTuple\nimport pickle\nclass K(NamedTuple):\n"
    "    x: int\ndef f():\n    return pickle.loads(pickle.dumps(K(1))).x",
    "an enum": "import enum, pickle\nclass K(enum.Enum):\n    A = 1\n"
    "def f():\n    return pickle.loads(pickle.dumps(K.A)).value",
    "torch.save": "import io, torch\nclass K:\n    x = 1\ndef f():\n    b = io.BytesIO()\n"
    "    torch.save(K(), b)\n    b.seek(0)\n    return torch.load(b, weights_only=False).x",
}


@pytest.mark.parametrize("cell", MAIN.values(), ids=MAIN)
def test_the_notebook_is_main(cell, value):
    assert value(cell) == 1
