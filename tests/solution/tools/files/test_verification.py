"""Bad data is named by file and line, by the reader and by `python -m solution verify`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from autograder.parts.bundled_data import SAMPLE
from solution.tools.cli import app
from solution.tools.files.verification import verify
from solution.wflw import LISTS, WFLW


@pytest.fixture
def tree(tmp_path):
    """A copy of the painted sample under a name that is not ASCII."""
    root = tmp_path / "Gesichter ß 顔"
    shutil.copytree(SAMPLE, root)
    return root


def lines(tree: Path, split: str = "train") -> list[str]:
    return (tree / LISTS[split]).read_text().splitlines()


def rewrite(tree: Path, rows: list[str], end: str = "\n") -> None:
    (tree / LISTS["train"]).write_bytes("".join(row + end for row in rows).encode())


def edit(tree: Path, number: int, change) -> None:
    rows = lines(tree)
    rows[number - 1] = change(rows[number - 1].split())
    rewrite(tree, rows)


def test_the_sample_is_sound(tree):
    findings = verify(tree)
    assert findings.errors == findings.warnings == []
    assert {len(faces) > 0 for faces in findings.faces.values()} == {True}


def test_windows_line_ends_are_fine(tree):
    rewrite(tree, lines(tree), end="\r\n")
    assert verify(tree).errors == [] and len(WFLW(tree, "train")) == 24


BROKEN_LINES = {
    "206 fields": (lambda f: " ".join(f[1:]), "206"),
    "208 fields": (lambda f: " ".join(["1", *f]), "208"),
    "NaN": (lambda f: " ".join(["nan", *f[1:]]), "not a finite number"),
    "infinity": (lambda f: " ".join(["inf", *f[1:]]), "not a finite number"),
    "a word": (lambda f: " ".join(["x12", *f[1:]]), "x12"),
    "a word in the box": (lambda f: " ".join([*f[:196], "left", *f[197:]]), "left"),
}


@pytest.mark.parametrize("name", BROKEN_LINES)
def test_a_broken_line_is_named_and_stops_nothing_else(tree, name):
    change, words = BROKEN_LINES[name]
    edit(tree, 7, change)
    findings = verify(tree)
    assert len(findings.errors) == 1 and len(findings.faces["train"]) == 23
    with pytest.raises(ValueError, match=words) as error:
        WFLW(tree, "train")
    for message in (findings.errors[0], str(error.value)):
        assert words in message and "line 7" in message and LISTS["train"] in message


@pytest.mark.parametrize(
    ("box", "words"),
    [((50, 50, 40, 90), "empty"), ((5000, 5000, 5100, 5100), "misses its face")],
)
def test_a_wrong_box_is_a_warning(tree, box, words):
    """The real set has two; the points' box stands in for them."""
    edit(tree, 3, lambda f: " ".join([*f[:196], *map(str, box), *f[200:]]))
    findings = verify(tree)
    assert findings.errors == [] and len(findings.warnings) == 1
    assert words in findings.warnings[0] and "line 3" in findings.warnings[0]


def test_a_flag_that_is_neither_0_nor_1(tree):
    edit(tree, 2, lambda f: " ".join([*f[:200], "2", *f[201:]]))
    assert "line 2" in verify(tree).errors[0]


@pytest.mark.parametrize("split", LISTS)
def test_an_empty_and_a_missing_list(tree, split):
    path = tree / LISTS[split]
    path.write_text("\n\n")
    assert any(f"{path}: the list holds no face" in error for error in verify(tree).errors)
    with pytest.raises(ValueError, match="holds no line"):
        WFLW(tree, split)
    path.unlink()
    assert any(f"{path}: the list is missing" in error for error in verify(tree).errors)
    with pytest.raises(FileNotFoundError):
        WFLW(tree, split)


def test_a_missing_and_a_truncated_picture(tree):
    data = WFLW(tree, "train")
    first, last = (tree / "WFLW_images" / data.faces[i].path for i in (0, -1))
    first.unlink()
    last.write_bytes(last.read_bytes()[:500])
    errors = verify(tree).errors
    assert len(errors) == 2
    assert str(first) in errors[0] and "line 1" in errors[0] and str(last) in errors[1]
    with pytest.raises(FileNotFoundError, match="line 1"):
        data[0]
    with pytest.raises(OSError, match="is broken") as error:
        data[23]
    assert str(last) in str(error.value) and "line 24" in str(error.value)


def test_subset_lists_must_agree_with_the_flags(tree):
    path = tree / LISTS["blur"]
    path.write_text("\n".join(path.read_text().splitlines()[1:]) + "\n")
    assert any(str(path) in error and "blur" in error for error in verify(tree).errors)


def test_the_command_prints_the_table_and_draws_the_figure(tree, tmp_path):
    figure = tmp_path / "statistics.png"
    result = CliRunner().invoke(app, ["verify", str(tree), "--figure", str(figure)])
    assert result.exit_code == 0, result.output
    assert "attribute occlusion" in result.output and "0 errors, 0 warnings" in result.output
    with Image.open(figure) as picture:
        assert picture.width > 800


def test_the_command_fails_on_errors_and_on_a_wrong_folder(tree, tmp_path):
    edit(tree, 1, lambda f: "nonsense")
    assert CliRunner().invoke(app, ["verify", str(tree)]).exit_code == 1
    result = CliRunner().invoke(app, ["verify", str(tmp_path / "nowhere")])
    assert result.exit_code == 1 and "the list is missing" in result.output


def test_a_face_that_is_trained_and_tested_on_is_told(tree):
    path, own = tree / LISTS["test"], lines(tree)
    path.write_text("\n".join([*lines(tree, "test"), own[0]]) + "\n")
    errors = [error for error in verify(tree).errors if "no test" in error]
    assert len(errors) == 1 and "1 of its faces" in errors[0] and own[0].split()[-1] in errors[0]


def test_a_subset_of_other_faces_is_told(tree):
    """As many as there should be, but not those."""
    subset = tree / LISTS["occlusion"]
    own = subset.read_text().splitlines()
    points = [" ".join(line.split()[:196]) for line in own]
    other = next(x for x in lines(tree, "test") if " ".join(x.split()[:196]) not in points)
    fields = other.split()
    own[0] = " ".join([*fields[:196], fields[-1]])
    subset.write_text("\n".join(own) + "\n")
    (error,) = verify(tree).errors
    assert "1 of its faces are not those" in error and fields[-1] in error
