"""`python -m autograder.selfcheck answers.ipynb`: the public checks on a notebook file."""

import os
import sys

from autograder.selfcheck.command import main

if __name__ == "__main__":  # processes that are spawned import this module again
    os.environ.setdefault("MPLBACKEND", "Agg")  # nobody looks at windows
    sys.exit(main())
