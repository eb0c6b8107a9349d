"""What `fetch` tells of a folder stands beside it, and is read back as written or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.submissions import fetched, files
from autograder.submissions.fetched import Told

TOLD = {"anna": Told(["Commit 1."], ""), "ben": Told([], "the list gives no commit")}


def test_it_is_read_as_it_was_written(tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    assert fetched.read(folder) == {}
    fetched.write(folder, TOLD)
    assert fetched.read(folder) == TOLD and list(folder.iterdir()) == []


def test_it_belongs_to_the_folder_however_that_is_called(tmp_path, monkeypatch):
    inner = tmp_path / "class" / "anna"
    inner.mkdir(parents=True)
    fetched.write(inner.parent, TOLD)
    monkeypatch.chdir(inner)
    for path in (Path(".."), inner / "..", Path("../../class")):
        told = {one.name: (one.problem, one.notes) for one in files.collect([path])}
        assert told["ben"] == ("the list gives no commit", []) and told["anna"][1] == ["Commit 1."]


@pytest.mark.parametrize(
    "text",
    [
        *("", "[]", "3", "{", "[" * 100_000, '{"anna": 3}', '{"anna": {"notes": []}}'),
        '{"anna": {"notes": "x", "problem": ""}}',
        '{"anna": {"notes": [3], "problem": ""}}',
        '{"anna": {"notes": [], "problem": null}}',
        '{"anna": {"notes": [], "problem": "", "score": 100}}',
        '{"../anna": {"notes": [], "problem": ""}}',
        '{"": {"notes": [], "problem": ""}}',
    ],
)
def test_a_damaged_file_is_named_and_what_to_do(text, tmp_path):
    folder = tmp_path / "class"
    folder.mkdir()
    fetched.beside(folder).write_text(text)
    with pytest.raises(ValueError, match="fetch again") as error:
        files.collect([folder])
    assert str(fetched.beside(folder)) in str(error.value)


def test_only_a_file_can_be_it(tmp_path):
    (tmp_path / "class").mkdir()
    fetched.beside(tmp_path / "class").mkdir()
    with pytest.raises(ValueError, match="is a folder, not a file"):
        fetched.read(tmp_path / "class")
