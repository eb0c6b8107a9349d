"""`python -m autograder`"""

from autograder import cli_proving  # noqa: F401  (adds its commands)
from autograder.cli import app

if __name__ == "__main__":
    app(prog_name="python -m autograder")
