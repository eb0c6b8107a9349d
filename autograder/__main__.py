"""`python -m autograder`"""

from autograder.cli.main import app

if __name__ == "__main__":
    app(prog_name="python -m autograder")
