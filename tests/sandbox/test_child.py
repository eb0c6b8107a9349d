"""What goes on as ever in a child: workers, processes, threads, pictures, files."""

from __future__ import annotations

import pytest
from conftest import nme_in_a_child

from autograder.sandbox.client import ForkServer

# Each is the body of a function, whose result is compared as text.
USES = {
    "workers of a DataLoader": (
        "import torch\n"
        "data = [torch.ones(3, 200, 200)] * 8\n"
        "loader = torch.utils.data.DataLoader(data, batch_size=2, num_workers=2)\n"
        "return sum(int(batch.sum()) for batch in loader)",
        "960000",
    ),
    "a pool": (
        "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(2) as pool:\n"
        "    return pool.map(abs, range(4))",
        "[0, 1, 2, 3]",
    ),
    "a manager": (
        "import multiprocessing\nwith multiprocessing.get_context('fork').Manager() as manager:\n"
        "    return list(manager.list([1, 2]))",
        "[1, 2]",
    ),
    "an executor": (
        "import concurrent.futures as futures\nwith futures.ProcessPoolExecutor(2) as pool:\n"
        "    return list(pool.map(abs, range(4)))",
        "[0, 1, 2, 3]",
    ),
    "threads": (
        "import concurrent.futures as futures\nwith futures.ThreadPoolExecutor(8) as pool:\n"
        "    return sum(pool.map(abs, range(100)))",
        "4950",
    ),
    "a tensor in shared memory": (
        "import torch\nreturn torch.ones(9).share_memory_().is_shared()",
        "True",
    ),
    "gradients": (
        "import torch\nnet = torch.nn.Conv2d(3, 4, 3)\n"
        "net(torch.ones(1, 3, 9, 9)).sum().backward()\n"
        "torch.save(net.state_dict(), 'net.pt')\nreturn len(torch.load('net.pt'))",
        "2",
    ),
    "a figure": (
        "import matplotlib.pyplot as plt, os\nplt.plot([1, 2])\nplt.savefig('figure.png')\n"
        "plt.savefig('figure.pdf')\nreturn os.path.getsize('figure.png') > 1000",
        "True",
    ),
    "a picture": (
        "from PIL import Image\nImage.new('RGB', (8, 9)).save('a.jpg')\n"
        "return Image.open('a.jpg').size",
        "(8, 9)",
    ),
    "a table": (
        "import pandas\npandas.DataFrame({'a': [1]}).to_csv('a.csv', index=False)\n"
        "return pandas.read_csv('a.csv').shape",
        "(1, 1)",
    ),
    "an optimum": (
        "from scipy.optimize import minimize\n"
        "return bool(minimize(lambda x: (x**2).sum(), [1.0]).success)",
        "True",
    ),
    "temporary files": (
        "import os, shutil, tempfile\nwith tempfile.TemporaryDirectory() as folder:\n"
        "    with open(folder + '/x', 'w') as file: file.write('x' * 100_000)\n"
        "    shutil.copy2(folder + '/x', folder + '/y')\n    shutil.copytree(folder, 'tree')\n"
        "shutil.move('tree/y', 'z')\nreturn os.path.getsize('z')",
        "100000",
    ),
    "a file as an array": (
        "import numpy as np\nfile = np.memmap('m', dtype='f4', mode='w+', shape=(99,))\n"
        "file[:] = 1\nfile.flush()\nreturn int(file.sum())",
        "99",
    ),
    "a loop of events": (
        "import asyncio\nreturn asyncio.run(asyncio.sleep(0.01, 'slept'))",
        "slept",
    ),
    "another program": (
        "import subprocess\nreturn subprocess.run(['true']).returncode",
        "0",
    ),
    "a program that is not there": (
        "import subprocess\ntry:\n    subprocess.run(['no-such-program'])\n"
        "except OSError as error:\n    return type(error).__name__",
        "FileNotFoundError",
    ),
    "one core to count with": ("import os\nreturn len(os.sched_getaffinity(0))", "1"),
}
TOGETHER = "def nme(*a):\n    told = {{}}\n{}\n    return told\n"
ONE = """    def use():
{body}
    try:
        told[{name!r}] = str(use())
    except BaseException as error:
        told[{name!r}] = repr(error)[:300]
"""


@pytest.fixture(scope="module")
def told():
    """All of them in one child."""
    parts = []
    for name, (body, _) in USES.items():
        indented = "\n".join(f"        {line}" for line in body.splitlines())
        parts.append(ONE.format(name=name, body=indented))
    with ForkServer() as fork_server:
        return nme_in_a_child(fork_server, TOGETHER.format("".join(parts)), 120)["answer"]["nme"]


@pytest.mark.parametrize("name", USES)
def test_it_works_in_a_child(told, name):
    if "No module named" in told[name]:
        pytest.skip(told[name])
    assert told[name] == USES[name][1]
