"""An answer finds what a kernel would have left behind, however it came about."""

from __future__ import annotations

import ast

import pytest
from reading import process_as_it_was, read, value

from autograder.submissions.reader import effects
from autograder.submissions.reader.effects import known
from autograder.submissions.reader.statements import describe

STATE = {
    "a function with global": "def init():\n    global T\n    T = [1, 2, 3]\ninit()",
    "through two functions": "def a():\n    global T\n    T = [1, 2, 3]\ndef b():\n    a()\nb()",
    "an argument changed in a loop": "T = [3, 2, 1]\ndef swap(t, i, j):\n"
    "    t[i], t[j] = t[j], t[i]\nfor i, j in [(0, 2)]:\n    swap(T, i, j)",
    "a local alias inside": "T = [1, 2]\ndef grow(t):\n    u = t\n    u.append(3)\ngrow(T)",
    "a keyword": "T = [1, 2]\ndef grow(x=0, t=None):\n    t.append(x)\ngrow(t=T, x=3)",
    "a default argument": "T = [1, 2]\ndef grow(x, t=T):\n    t.append(x)\ngrow(3)",
    "star arguments": "T = [1, 2]\ndef grow(*ts):\n    for t in ts:\n        t.append(3)\ngrow(T)",
    "a method": "class G:\n    def grow(self, t):\n        t += [3]\nT = [1, 2]\nG().grow(T)",
    "a constructor": "class G:\n    def __init__(self, t):\n        t.append(3)\nT = [1, 2]\nG(T)",
    "a class that is filled": "class C:\n    pass\nC.t = [1, 2, 3]\nT = C.t",
    "an object that fills itself": "class C:\n    def __init__(self):\n        self.t = []\n"
    "    def fill(self):\n        self.t.extend([1, 2, 3])\nc = C()\nc.fill()\nT = c.t",
    "a comprehension": "T = []\n[T.append(i) for i in (1, 2, 3)]",
    "a value nobody keeps": "T = [1, 2, 3, 9]\nlast = T.pop()",
    "map over a function": "T = []\ndef put(i):\n    T.append(i)\nlist(map(put, (1, 2, 3)))",
    "a function in a list": "def a():\n    global T\n    T = [1, 2, 3]\nfor h in [a]:\n    h()",
    "a lambda": "T = [1, 2]\ngrow = lambda t: t.append(3)\ngrow(T)",
    "a while loop": "T = []\nwhile len(T) < 3:\n    T.append(len(T) + 1)",
    "another name": "T = [1, 2]\nU = T\nU.append(3)",
    "a row of it": "T = [[1, 2], 0]\nfor row in T[:1]:\n    row.append(3)\nT = T[0]",
    "unpacking": "T, U = [1, 2], []\n(V, W) = (T, U)\nV.append(3)",
    "a returned global": "T = [1, 2]\ndef get():\n    return T\nget().append(3)",
    "a returned argument": "T = [1, 2]\ndef same(t):\n    return t\nsame(T).append(3)",
    "exec": "exec('T = [1, 2, 3]')",
    "exec of a made-up text": "for n in 'T':\n    exec(f'{n} = [1, 2, 3]')",
    "globals": "globals()['T'] = [1, 2, 3]",
    "globals in a loop": "for n in 'T':\n    globals()[n] = [1, 2, 3]",
    "globals.update": "globals().update(T=[1, 2, 3])",
    "globals in a function": "def init():\n    globals()['T'] = [1, 2, 3]\ninit()",
    "setattr of the module": "import sys\nsetattr(sys.modules[__name__], 'T', [1, 2, 3])",
    "vars": "vars()['T'] = [1, 2, 3]",
    "import main": "import __main__\n__main__.T = [1, 2, 3]",
    "push": "get_ipython().push({'T': [1, 2, 3]})",
    "main guard": "def main():\n    global T\n    T = [1, 2, 3]\n"
    "if __name__ == '__main__':\n    main()",
    "with": "T = [1, 2]\nimport contextlib\nwith contextlib.suppress(KeyError):\n    T.append(3)",
    "try": "T = [1, 2]\ntry:\n    T.append(3)\n    1 / 0\nexcept ZeroDivisionError:\n    pass",
    "a context manager of one's own": "T = [1, 2]\nclass G:\n    def __enter__(self):\n"
    "        T.append(3)\n    def __exit__(self, *e):\n        pass\nwith G() as g0:\n    pass",
    "np.put": "import numpy as np\nT = np.array([1, 0, 3])\nnp.put(T, 1, 2)",
    "np.copyto": "import numpy as np\nT = np.zeros(3, int)\nnp.copyto(T, [1, 2, 3])",
    "out=": "import numpy as np\nT = np.array([1, 2, 3])\nnp.add(T, 0, out=T)\n"
    "np.multiply(T, 1, out=T)",
    "np.add.at": "import numpy as np\nT = np.array([1, 2, 2])\nnp.add.at(T, [2], 1)",
    "a view": "import numpy as np\nT = np.array([1, 0, 0])\nV = T[1:]\nV[:] = [2, 3]",
    "a view through ravel": "import numpy as np\nT = np.array([[1, 0, 0]])\nV = T.ravel()\n"
    "V[1:] = 2, 3\nT = T[0]",
    "a torch view": "import torch\nT = torch.tensor([1, 0, 0])\nV = T.view(3)\nV[1:] = "
    "torch.tensor([2, 3])",
    "torch in place": "import torch\nT = torch.tensor([0, 1, 2])\nT.add_(1)",
    "from_numpy": "import torch, numpy as np\nT = np.array([1, 2, 0])\nt = torch.from_numpy(T)\n"
    "t[2] = 3",
    "a seeded shuffle": "import random\nT = [1, 2, 3]\nU = [3, 1, 2]\nrandom.seed(0)\n"
    "random.shuffle(U)\nT = sorted(U)",
    "heapq": "import heapq\nT = [2, 3]\nheapq.heappush(T, 1)\nT = sorted(T)",
    "insort": "from bisect import insort\nT = [1, 3]\ninsort(T, 2)",
    "operator": "import operator\nT = [1, 2, 0]\noperator.setitem(T, 2, 3)",
    "del": "T = [0, 1, 2, 3]\ndel T[0]",
    "slice assignment": "T = [0]\nT[:] = [1, 2, 3]",
    "a file of its own": "import json\n"
    "with open('t.json', 'w') as h:\n    json.dump([1, 2, 3], h)\n"
    "T = json.load(open('t.json'))",
    "np.save": "import numpy as np\nnp.save('t.npy', [1, 2, 3])\nT = np.load('t.npy')",
    "top-level await": "import asyncio\nasync def get():\n    return [1, 2, 3]\nT = await get()",
    "next in a print": "it = iter([0, 1, 2, 3])\nprint(next(it))\nT = list(it)",
    "an iterator that is looked through": "it = iter([0, 1, 2, 3])\nfor x in it:\n    break\n"
    "T = list(it)",
    "a counter whose result is kept": "def make():\n    n = [0]\n    def step():\n"
    "        n[0] += 1\n        return n[0]\n    return step\ncounter = make()\n"
    "x = counter()\ny = counter()\nT = [1, 2, counter()]",
    "an object that is called": "class C:\n    n = 0\n    def __call__(self):\n"
    "        self.n += 1\n        return self.n\nc = C()\nx = c()\ny = c()\nT = [1, 2, c()]",
    "a drawn number": "import random\nrng = random.Random(0)\nx = rng.random()\n"
    "other = random.Random(0)\nother.random()\nT = [1, 2, 3 * (rng.random() == other.random())]",
    "cv2's result": "import cv2, numpy as np\nT = np.zeros((3, 3, 3), np.uint8)\n"
    "y = cv2.rectangle(T, (0, 0), (2, 2), (1, 2, 3), -1)\nT = T[0, 0]",
    "a place for the result": "import numpy as np\nT = np.array([1, 2, 9])\nT.clip(0, 3, T)",
    "a place for the result, kept": "import numpy as np\nT = np.array([0, 1, 2])\n"
    "z = np.add(T, 1, T)",
    "a place, of one argument": "import numpy as np\nT = np.array([-1., 2, 3])\nz = np.abs(T, T)",
    "an unknown method's argument": "import random\nT = [9, 2, 3]\nclass G: pass\ng = G()\n"
    "g.put = lambda t: t.__setitem__(0, 1)\nx = g.put(T)",
    "a dict of lambdas": "T = [1, 2]\nD = {'a': lambda: T.append(3)}\nD['a']()",
    "a dict of functions": "T = [1, 2]\ndef add():\n    T.append(3)\nD = {'a': add}\nx = D['a']()",
    "a list of lambdas": "T = [1, 2]\nfor h in [lambda: T.append(3)]:\n    h()",
    "an element of a list": "T = [1, 2]\nL = [lambda: T.append(3)]\nL[0]()",
    "getattr": "T = [1, 2]\ngetattr(T, 'append')(3)",
    "a name as a library has it": "T = [1, 2, 9]\nput = T.__setitem__\nx = put(2, 3)",
    "getattr, kept": "T = [1, 2]\nadd = getattr(T, 'append')\nx = add(3)",
    "a bound method": "T = [1, 2]\nadd = T.append\nadd(3)",
    "partial": "from functools import partial\nT = [1, 2]\npartial(T.append, 3)()",
    "partial, kept": "from functools import partial\nT = [1, 2]\nadd = partial(T.append, 3)\n"
    "x = add()",
    "a lambda at once": "T = [1, 2]\n(lambda t: t.append(3))(T)",
    "a closure over an argument": "def make(t):\n    def add(i):\n        t.append(i)\n"
    "    return add\nT = [1, 2]\nadd = make(T)\nadd(3)",
    "a closure over a global": "T = [1, 2]\ndef make():\n    def add(i):\n        T.append(i)\n"
    "    return add\nadd = make()\nx = add(3)",
    "a closure at once": "T = [1, 2]\ndef make():\n    return lambda i: T.append(i)\nmake()(3)",
    "a closure with its own list": "def make():\n    t = [1, 2]\n    def add(i):\n"
    "        t.append(i)\n        return t\n    return add\nadd = make()\nx = add(3)\n"
    "T = add(4)[:3]",
    "a property": "T = [1, 2]\nclass C:\n    @property\n    def last(self):\n        return 1\n"
    "    @last.setter\n    def last(self, x):\n        T.append(x)\nc = C()\nc.last = 3",
    "a property that is read": "T = [1, 2]\nclass C:\n    @property\n    def last(self):\n"
    "        T.append(3)\nx = C().last",
    "set_name": "T = [1, 2]\nclass D:\n    def __set_name__(self, owner, name):\n"
    "        T.append(3)\nclass C:\n    d = D()",
    "a descriptor": "T = [1, 2]\nclass D:\n    def __set__(self, o, x):\n        T.append(x)\n"
    "class C:\n    d = D()\nC().d = 3",
    "iteration": "T = [1, 2]\nclass C:\n    def __iter__(self):\n        T.append(3)\n"
    "        return iter(())\nx = list(C())",
    "a loop over an object": "T = [1, 2]\nclass C:\n    def __iter__(self):\n        T.append(3)\n"
    "        return iter(())\nfor _ in C():\n    pass",
    "an operator": "class C:\n    def __init__(self):\n        self.t = [1, 2]\n"
    "    def __lshift__(self, x):\n        self.t.append(x)\n        return self\n"
    "c = C()\nx = c << 3\nT = c.t",
    "an operator, bare": "class C:\n    def __init__(self):\n        self.t = [1]\n"
    "    def __lshift__(self, x):\n        self.t.append(x)\n        return self\n"
    "c = C()\nc << 2 << 3\nT = c.t",
    "a comparison": "T = [1, 2]\nclass C:\n    def __eq__(self, o):\n        T.append(o)\n"
    "x = C() == 3",
    "a generator": "T = []\ndef gen():\n    for i in (1, 2, 3):\n        T.append(i)\n"
    "        yield\ng0 = gen()\nnext(g0)\nx = next(g0)\nlist(g0)",
    "send": "T = []\ndef gen():\n    while True:\n        x = yield\n        T.append(x)\n"
    "g0 = gen()\nnext(g0)\ng0.send(1)\nx = g0.send(2)\ng0.send(3)",
    "a gradient": "import torch\nT = torch.tensor([1., 2, 3], requires_grad=True)\n"
    "(T * T).sum().backward()\nT = (T.grad / 2).tolist()",
    "a gradient of a loss": "import torch\nW = torch.tensor([1., 2, 3], requires_grad=True)\n"
    "y = W * W\nloss = y.sum()\nloss.backward()\nT = (W.grad / 2).tolist()",
    "the module by another name": "import sys\nthis = sys.modules[__name__]\nT = [1, 2]\n"
    "this.T.append(3)",
    "threads": "import threading\nT = []\ndef fill():\n    T.extend([1, 2, 3])\n"
    "t = threading.Thread(target=fill)\nt.start()\nt.join()",
}


@pytest.mark.parametrize("cell", STATE.values(), ids=STATE)
def test_state_without_an_assignment(cell, value):
    assert list(value(cell, "def f():\n    return T")) == [1, 2, 3]


REGISTRIES = {
    "a decorator": "R = {}\ndef add(h):\n    R[h.__name__] = h\n    return h\n"
    "@add\ndef one():\n    return 1",
    "a decorator with arguments": "R = {}\ndef add(name):\n    def wrap(h):\n"
    "        R[name] = h\n        return h\n    return wrap\n@add('one')\ndef _():\n    return 1",
    "a class that registers": "R = {}\nclass Registry:\n    def __init__(self):\n"
    "        self.all = R\n    def __call__(self, h):\n        self.all[h.__name__] = h\n"
    "        return h\nadd = Registry()\n@add\ndef one():\n    return 1",
    "a method that registers": "class Registry:\n    def __init__(self):\n        self.all = {}\n"
    "    def add(self, h):\n        self.all[h.__name__] = h\n        return h\n"
    "reg = Registry()\n@reg.add\ndef one():\n    return 1\nR = reg.all",
    "subclasses": "R = {}\nclass Base:\n    def __init_subclass__(cls):\n"
    "        R[cls.__name__.lower()] = cls\nclass One(Base):\n    def __new__(cls):\n"
    "        return 1",
    "setattr": "class K:\n    pass\nsetattr(K, 'one', lambda: 1)\nR = vars(K)",
    "add_to_class": "class K:\n    pass\ndef add_to_class(C):\n    def wrapper(h):\n"
    "        setattr(C, h.__name__, h)\n    return wrapper\n"
    "@add_to_class(K)\ndef one():\n    return 1\nR = vars(K)",
    "singledispatch": "import functools\n"
    "@functools.singledispatch\ndef one(x=None):\n    return 0\n"
    "@one.register\ndef _(x: int):\n    return 1\nR = {'one': lambda: one(3)}",
    "a dict of functions": "def one():\n    return 1\nR = {'one': one}",
}


@pytest.mark.parametrize("cell", REGISTRIES.values(), ids=REGISTRIES)
def test_registries(cell, value):
    assert value(cell, "def f():\n    return R['one']()") == 1


def test_helpers_that_are_named_in_strings(value):
    assert value("def one():\n    return 1", "def f():\n    return globals()['one']()") == 1
    assert value("def one():\n    return 1", "def f():\n    return eval('one() + 0')") == 1


SHIMS = {
    "plain": "import numpy as np\nnp.one = 1",
    "only if needed": "import numpy as np\nif not hasattr(np, 'one'):\n    np.one = 1",
    "in a try": "import numpy as np\ntry:\n    np.one\nexcept AttributeError:\n    np.one = 1",
    "setattr in a loop": "import numpy as np\nfor n in ['one']:\n    setattr(np, n, 1)",
    "in a function": "import numpy as np\ndef patch():\n    np.one = 1\npatch()",
    "on an argument": "import numpy as np\ndef patch(m):\n    m.one = 1\npatch(np)",
    "through another name": "import numpy as np\nm = np\nm.one = 1",
}


@pytest.mark.parametrize("cell", SHIMS.values(), ids=SHIMS)
def test_shims_on_a_library(cell, value, monkeypatch):
    import numpy as np

    monkeypatch.setattr(np, "one", None, raising=False)
    monkeypatch.delattr(np, "one")
    assert value(cell, "def f():\n    return np.one") == 1


SETTINGS = {
    "np.random.seed": "import numpy as np\nnp.random.seed(3)\nT = np.random.permutation(9)",
    "torch.manual_seed": "import torch\ntorch.manual_seed(3)\nT = torch.randperm(9)",
    "a function that seeds": "import random, torch\ndef seed_all(s):\n    random.seed(s)\n"
    "    torch.manual_seed(s)\nseed_all(3)\nT = torch.randperm(9)",
    "from torch import": "from torch import manual_seed, randperm\nmanual_seed(3)\nT = randperm(9)",
    "with a result": "import torch\n_ = torch.manual_seed(3)\nT = torch.randperm(9)",
    "with a result of numpy's": "import numpy as np\nx = np.random.seed(3)\n"
    "T = np.random.permutation(9)",
    "on a condition": "import torch\nif True:\n    torch.manual_seed(3)\nT = torch.randperm(9)",
}


@pytest.mark.parametrize("cell", SETTINGS.values(), ids=SETTINGS)
def test_seeds_are_set(cell, value):
    first, second = (value(cell, "def f():\n    return T").tolist() for _ in range(2))
    assert first == second


def test_environment_and_path(value):
    assert (
        value("import os\nos.environ['ONE'] = '1'", "def f():\n    return os.environ['ONE']") == "1"
    )
    assert value("%env ONE=2", "import os\ndef f():\n    return os.environ['ONE']") == "2"


NP, TORCH = (
    "import numpy as np\nX = np.array([1, 2, 3])\n",
    "import torch\nX = torch.arange(1, 4)\n",
)
WRITTEN = {
    "a name": NP + "PATH = 't.npy'\nnp.save(PATH, X)\nT = np.load(PATH)",
    "a Path": NP + "from pathlib import Path\nD = Path('.')\nP = D / 't.npy'\nnp.save(P, X)\n"
    "T = np.load(P)",
    "a Path and a text": NP + "from pathlib import Path\nnp.save(Path('.') / 't.npy', X)\n"
    "T = np.load('t.npy')",
    "join": NP + "import os\nP = os.path.join('.', 't.npy')\nnp.save(P, X)\nT = np.load('t.npy')",
    "a picture": NP + "from PIL import Image\nOUT = 't.png'\nimg = Image.new('L', (3, 1))\n"
    "img.putdata([1, 2, 3])\nimg.save(OUT)\nT = np.array(Image.open(OUT))[0]",
    "a default argument": NP + "def save(x, path='t.npy'):\n    np.save(path, x)\nsave(X)\n"
    "T = np.load('t.npy')",
    "an argument": NP + "def save(x, path):\n    np.save(path, x)\nsave(X, 't.npy')\n"
    "T = np.load('t.npy')",
    "f-strings": NP + "for i in range(2):\n    np.save(f'{i}.npy', X)\n"
    "T = [np.load(f'{i}.npy') for i in range(2)][0]",
    "an f-string and a text": NP + "for i in range(2):\n    np.save(f'{i}.npy', X)\n"
    "T = np.load('1.npy')",
    "a text and an f-string": NP + "np.save('1.npy', X)\nT = [np.load(f'{i}.npy') for i in [1]][0]",
    "a sum": NP + "np.save('t' + '.npy', X)\nT = np.load('t.npy')",
    "no extension": "import json\nwith open('table', 'w') as h:\n    json.dump([1, 2, 3], h)\n"
    "with open('table') as h:\n    T = json.load(h)",
    "no extension, kept open": "h = open('table', 'w')\nh.write('[1, 2, 3]')\nh.close()\n"
    "T = eval(open('table').read())",
    "write_text": "from pathlib import Path\nP = Path('table')\nP.write_text('[1, 2, 3]')\n"
    "T = eval(P.read_text())",
    "pt": TORCH + "torch.save(X, 't.pt')\nT = torch.load('t.pt').tolist()",
    "pth": TORCH + "torch.save(X, 't.pth')\nT = torch.load('t.pth').tolist()",
    "safetensors": TORCH + "from safetensors.torch import load_file, save_file\n"
    "save_file({'x': X}, 't.safetensors')\nT = load_file('t.safetensors')['x'].tolist()",
    "renamed": NP + "import os\nnp.save('u.npy', X)\nos.rename('u.npy', 't.npy')\n"
    "T = np.load('t.npy')",
    "renamed by a Path": NP + "from pathlib import Path\nnp.save('u.npy', X)\n"
    "Path('u.npy').rename('t.npy')\nT = np.load('t.npy')",
    "copied": NP + "import shutil\nnp.save('u.npy', X)\nshutil.copy('u.npy', 't.npy')\n"
    "T = np.load('t.npy')",
    "looked for": NP + "from pathlib import Path\nnp.save('t.npy', X)\n"
    "T = [np.load(p) for p in Path('.').glob('*.npy')][0]",
    "a path that was made up": NP + "import tempfile\nD = tempfile.mkdtemp()\nP = D + '/t'\n"
    "np.save(P, X)\nT = np.load(P + '.npy')",
}


@pytest.mark.parametrize("cell", WRITTEN.values(), ids=WRITTEN)
def test_files_that_the_notebook_writes(cell, value):
    assert list(value(cell, "def f():\n    return T")) == [1, 2, 3]


def test_files_that_an_answer_reads_later(value):
    cells = (NP, "OUT = 't.npy'", "np.save(OUT, X)")
    assert list(value(*cells, "def f():\n    return np.load(OUT)")) == [1, 2, 3]
    assert list(value(*cells, "def f():\n    return np.load('t.npy')")) == [1, 2, 3]


EFFECTLESS = {
    "saving weights": "from safetensors.torch import save_file\nT2 = train()\n"
    "save_file(T2, 'weights.safetensors')",
    "training": "for epoch in range(10**9):\n    loss = train(f)",
    "a call": "model.fit(T)",
    "a plot": "import matplotlib.pyplot as plt\nplt.plot(T)\nplt.show()",
    "printing": "print(f(), T)\nwhile True: print(T)",
    "a check": "from autograder.selfcheck import check\ncheck('flip')",
    "a pip": "!pip install torch\nimport subprocess\nsubprocess.run(['sleep', '30'])",
    "waiting": "import time\ntime.sleep(60)",
    "exit": "import sys\nsys.exit()",
}


@pytest.mark.parametrize("cell", EFFECTLESS.values(), ids=EFFECTLESS)
def test_what_changes_nothing_does_not_run(cell, read):
    found = read("T = (1, 2)", "def f():\n    return T", cell, names=("f",))
    assert found.names["f"]() == (1, 2) and not found.reasons


FORMS = ("{}()", "{}(a)", "{}(a, b)", "{}(k=a)", "{}(*a, **b)", "{}('x', 'w')", "{}(f'{{a}}')")


@pytest.mark.parametrize("form", FORMS)
def test_no_call_stops_the_reading(form):
    """However a function that the reader knows is called, as a method or not, in any place."""
    groups = [value for value in vars(known).values() if isinstance(value, (set, frozenset))]
    words = {"format", "with_suffix", "resolve", "absolute", "Path", "join", "str", "open", "f"}
    words |= {word for word in set().union(*groups) if word.isidentifier()}
    for word in sorted(words):
        call, method = form.format(word), form.format(f"a.{word}")
        texts = (call, f"open({method})", f"a.save({call})", f"x = {method}", f"del {call}.x")
        effects.find([describe(ast.parse(text).body[0], 1) for text in texts])
