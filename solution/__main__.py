"""`python -m solution`"""

from solution.tools.cli import app

if __name__ == "__main__":
    app(prog_name="python -m solution")
