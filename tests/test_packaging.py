"""The package: what is used is declared, what is declared is used, and a wheel holds everything."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from conftest import out_of_sight

from autograder.course import ROOT

PACKAGES = ("autograder", "data_stub", "solution")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
ANSWERS = {"hostile", "notebooks", "realistic", "valid", "wrong"}  # in tests/submissions
# Used as programs or plug-ins, and not imported.
NOT_IMPORTED = {"mypy", "ruff", "pytest-xdist", "otter-grader", "zizmor", "setuptools", "ipykernel"}


def _names(requirements: list[str]) -> set[str]:
    return {_normal(re.split(r"[<>=!~\[; ]", text)[0]) for text in requirements}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _imported(*folders: str) -> set[str]:
    """The distributions whose modules are imported in these folders."""
    owners = packages_distributions()
    found = set()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.py"):
            if folder == "tests" and ANSWERS & set(path.parts):
                continue  # students' code, which has a test of its own
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.Call) and "importorskip" in ast.unparse(node.func):
                    found.add(ast.literal_eval(node.args[0]))
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    found.add((node.module or "").split(".")[0])
    others = found - set(sys.stdlib_module_names) - {*PACKAGES, "conftest", "google"}
    local = {path.stem for path in (ROOT / "tests").rglob("*.py")}
    return {_normal(owners[name][0]) for name in others - local}


def test_what_is_used_is_declared():
    extras = PROJECT["optional-dependencies"]
    for_students = _names(PROJECT["dependencies"])
    for_staff = for_students | _names(extras["instructor"]) | _names(extras["cluster"])
    assert _imported(*PACKAGES) - for_staff == set()
    assert _imported("tests") - for_staff - _names(extras["dev"]) == set()


def test_what_a_right_answer_imports_is_declared():
    """Students may use what the kit's graders use: on a fresh machine it must be there."""
    declared = _names(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["instructor"])
    imported = _imported("tests/submissions/valid")
    assert {"pandas", "scipy", "opencv-python-headless"} <= imported
    assert imported - declared == set()


def test_what_is_declared_is_used():
    extras = PROJECT["optional-dependencies"].values()
    everything = [*PROJECT["dependencies"], *(name for extra in extras for name in extra)]
    used = _imported(*PACKAGES, "tests", "tests/submissions/valid") | NOT_IMPORTED
    assert _names(everything) - used == set()


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with what a wheel holds, and nothing else of the kit."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--quiet", "--wheel-dir", str(folder)]
    copy = folder / "source"
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in tracked.stdout.decode().splitlines():  # building writes into the source's folder
        source, target = ROOT / name, copy / name
        if source.is_file() and not name.startswith("tests/"):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", *options, str(copy)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


def test_a_wheel_holds_every_file(installed):
    wanted = {
        path.relative_to(ROOT)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and not {"__pycache__"} & set(path.parts)
    }
    there = {path.relative_to(installed) for path in installed.rglob("*") if path.is_file()}
    assert {str(path) for path in wanted - there} == set()


def test_every_module_of_a_wheel_can_be_imported(installed):
    code = """
import importlib, pkgutil
for package in ("autograder", "data_stub", "solution"):
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, package + "."):
        if not module.name.endswith("__main__"):
            assert importlib.import_module(module.name).__file__.startswith(sys.path[0]), module
"""
    result = out_of_sight(code, installed, installed)
    assert result.returncode == 0, result.stderr


def test_a_wheel_says_why_grading_needs_a_checkout(installed, tmp_path):
    """Banks, course and seed lie beside the package, and submissions may read what is installed."""
    arguments = ["grade", str(tmp_path), "--out", str(tmp_path / "out")]
    code = f"from autograder.cli.main import app; app({arguments!r})"
    result = out_of_sight(code, installed, installed)
    assert result.returncode == 2 and "Traceback" not in result.stderr
    assert "needs a checkout" in result.stdout and "pip install -e ." in result.stdout
