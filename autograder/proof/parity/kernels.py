"""Real kernels, each forked from one process that has imported torch, for a notebook each.

    python kernels.py BUNDLE PART

reads lines from its input, each the path of a connection file and a folder, and forks a kernel
there; a line in its output is the kernel's process id.  Of the kit it imports the copy in the
bundle and nothing else, as a student's kernel does.
"""

from __future__ import annotations

import os
import sys
import warnings


def main() -> None:
    """Import what kernels need, then fork one for each line."""
    sys.path[:] = [path for path in sys.path if not path.endswith("finder__")][1:]
    sys.meta_path[:] = [f for f in sys.meta_path if "editable" not in str(f).lower()]
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"
    import matplotlib.pyplot  # noqa: F401
    import torch
    import torchvision  # noqa: F401

    sys.path.insert(0, sys.argv[1])
    from ipykernel.kernelapp import IPKernelApp

    import autograder
    from autograder.checking.namespace import Student
    from autograder.selfcheck import kernel

    assert autograder.__file__.startswith(sys.argv[1]), autograder.__file__
    kernel.check_part(sys.argv[2], Student({}))  # reads what is recorded, once
    sys.path.remove(sys.argv[1])
    torch.set_num_threads(1)
    print("ready", flush=True)
    for line in sys.stdin:
        connection, folder = line.rstrip("\n").split("\t")
        pid = os.fork()
        if pid == 0:
            os.chdir(folder)
            sys.path.insert(0, "")
            nowhere = os.open(os.devnull, os.O_RDWR)
            for descriptor in (0, 1, 2):
                os.dup2(nowhere, descriptor)
            warnings.filterwarnings("ignore", module="traitlets")
            app = IPKernelApp.instance(connection_file=connection, parent_handle=0)
            app.initialize([])
            app.start()
            os._exit(0)
        print(pid, flush=True)
        try:
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass


if __name__ == "__main__":
    main()
