"""The workflows for GitHub: their `run` steps, as written, in the place of a runner.

Left out are the steps that set up the machine (packages, kernel settings) and GitHub's own
actions; repositories lie in folders, and the bundle is served on this machine.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from autograder import course
from autograder.checking.namespace import WEIGHTS_FILE
from autograder.grading.oracle import WEIGHTS

GRADE = course.ROOT / ".github" / "workflows" / "grade.yml"
SEED = "a seed that nobody may read in a log"
MACHINE = ("pip install", "sudo ")
ZIZMOR = shutil.which("zizmor", path=Path(sys.executable).parent)


class Runner:
    """Runs a workflow's one job in a folder, as GitHub does with `shell: bash`."""

    def __init__(self, workflow: Path, folder: Path, home: Path, **expressions: str) -> None:
        """expressions  the values of `${{ … }}`, with _ for each dot"""
        self.plan = yaml.safe_load(workflow.read_text(encoding="utf-8"))
        (self.job,) = self.plan["jobs"].values()
        self.folder, self.summary = folder, home / "summary.md"
        self._expressions = expressions
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_WORKSPACE": str(folder),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "GITHUB_ENV": str(home / "environment"),
            **self.job.get("env", {}),
        }
        self.log = ""

    def steps(self) -> dict[str, int]:
        """The exit codes of all steps; as on GitHub, none follows one that fails."""
        codes: dict[str, int] = {}
        assert self.plan["defaults"]["run"]["shell"] == "bash"
        for step in self.job["steps"]:
            if "run" in step and not any(word in step["run"] for word in MACHINE):
                codes[step["name"]] = self.run(step)
                if codes[step["name"]] != 0:
                    break
        return codes

    def run(self, step: dict) -> int:
        assert "${{" not in step["run"], "expressions belong into env, not into a script"
        own = {name: self._value(str(value)) for name, value in step.get("env", {}).items()}
        result = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            env=self.environment | own,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        self.log += result.stdout
        noted = Path(self.environment["GITHUB_ENV"])
        if noted.exists():
            lines = noted.read_text(encoding="utf-8").splitlines()
            self.environment |= dict(line.split("=", 1) for line in lines)
        return result.returncode

    def step(self, name: str) -> dict:
        return next(step for step in self.job["steps"] if step.get("name") == name)

    def _value(self, text: str) -> str:
        return re.sub(
            r"\$\{\{ (.*?) \}\}", lambda found: self._expressions[found[1].replace(".", "_")], text
        )


# ---------------------------------------------------------------- their form


@pytest.fixture(params=["grade", "self-check"])
def workflow(request, built) -> Path:
    return GRADE if request.param == "grade" else built.workflow


def test_they_may_do_little_and_not_for_ever(workflow):
    plan = yaml.safe_load(workflow.read_text(encoding="utf-8"))
    assert plan["permissions"] == {"contents": "read"} and plan["concurrency"]["group"]
    (job,) = plan["jobs"].values()
    assert "permissions" not in job and job["timeout-minutes"] <= 360
    actions = [step for step in job["steps"] if "uses" in step]
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]) for step in actions)
    checkout = next(step for step in actions if "checkout" in step["uses"])
    assert checkout["with"] == {"persist-credentials": False}
    upload = actions[-1]
    # A newer push cancels an older self-check, whose reports nobody waits for any more.
    condition = "${{ always() }}" if workflow == GRADE else "${{ !cancelled() }}"
    assert "upload-artifact" in upload["uses"] and upload["if"] == condition
    assert upload is job["steps"][-1]


def test_students_need_no_secret(built):
    assert "secrets." not in built.workflow.read_text(encoding="utf-8")


def test_each_secret_is_seen_by_one_step(built):
    text = GRADE.read_text(encoding="utf-8")
    for name in ("COURSE_SEED", "SUBMISSIONS_TOKEN"):
        assert text.count(f"secrets.{name}") == 1
    (job,) = yaml.safe_load(text)["jobs"].values()
    assert "env" not in job
    steps = [step.get("name") for step in job["steps"]]
    order = [
        "Allow namespaces",
        "Try the sandbox",
        "Fetch the commits",
        "Write the seed where",
        "Grade",
    ]
    places = [next(i for i, name in enumerate(steps) if name and name.startswith(o)) for o in order]
    assert places == sorted(places)


@pytest.mark.skipif(ZIZMOR is None, reason="zizmor is not installed")
def test_a_linter_for_workflows_finds_nothing(workflow):
    config = course.ROOT / ".github" / "zizmor.yml"
    command = [ZIZMOR, "--offline", "--no-progress", "--pedantic", "--config", config, workflow]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


# ---------------------------------------------------------------- a student's push


@pytest.mark.long
def test_a_push_is_checked_and_the_reports_are_kept(built, bundle_url, first_try, tmp_path):
    repository = tmp_path / "repository"
    shutil.copytree(built.student.parent, repository)
    (repository / built.student.name).write_text(json.dumps(first_try), encoding="utf-8")
    runner = Runner(built.workflow, repository, tmp_path)
    assert runner.environment["BUNDLE_URL"] == course.load().bundle_url
    runner.environment["BUNDLE_URL"] = bundle_url
    assert runner.steps() == {"Download the checks": 0, "Run the public checks": 1}, runner.log
    assert "Mirror a face (flip): public checks 4/5." in runner.log
    assert 'check("trained")' in runner.log  # the board, too
    kept = repository / runner.job["steps"][-1]["with"]["path"]
    suites = ElementTree.parse(kept / "report.xml").getroot()
    assert int(suites.get("failures")) > 5 and suites.get("errors") == "0"
    assert "Points mirror with the pixels" in (kept / "report.html").read_text(encoding="utf-8")
    summary = runner.summary.read_text(encoding="utf-8")
    assert "public checks passed" in summary and "<b>Points mirror with the pixels</b>" in summary


def test_a_bundle_that_is_not_there_ends_the_run(built, bundle_url, tmp_path):
    runner = Runner(built.workflow, built.student.parent, tmp_path)
    runner.environment["BUNDLE_URL"] = f"{bundle_url}.gone"
    assert set(runner.steps().values()) == {22} and "404" in runner.log  # curl's words


# ---------------------------------------------------------------- the time that a job has


@pytest.fixture
def with_a_stand_in(tmp_path) -> Runner:
    """A runner whose `python` tells how it was stopped, and is slow to end."""
    home = tmp_path / "home"
    stand_in = home / "bin" / "python"
    stand_in.parent.mkdir(parents=True)
    stand_in.write_text(
        "#!/bin/bash\n"
        'for name in INT TERM; do trap "echo told $name; sleep 1; echo written; exit 130" $name; '
        "done\n"
        'echo "$@"; touch "$HOME/started"; for k in {1..600}; do sleep 0.1; done\n'
    )
    stand_in.chmod(0o755)
    runner = Runner(GRADE, tmp_path, home)
    runner.environment["PATH"] = f"{stand_in.parent}:{runner.environment['PATH']}"
    return runner


def test_grading_stops_itself_in_time_to_keep_the_results(with_a_stand_in):
    runner = with_a_stand_in
    first = runner.job["steps"][0]
    assert runner.run(first) == 0
    left = int(runner.environment["STOP_AT"]) - time.time()
    limit, grace = runner.job["timeout-minutes"] * 60, 5 * 60
    assert left > 60 and left + grace < limit - 10 * 60  # for the upload
    assert f"--kill-after={grace // 60}m" in runner.step("Grade")["run"]


def test_grading_is_stopped_by_ctrl_c_and_waited_for(with_a_stand_in):
    runner = with_a_stand_in
    runner.environment["STOP_AT"] = "1"  # long ago
    assert runner.run(runner.step("Grade")) == 124
    assert "grade build/submissions --out build/results" in runner.log
    assert "told INT" in runner.log and "written" in runner.log


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_cancelling_the_run_reaches_grading(number, with_a_stand_in):
    """The runner signals the shell that it started, and nobody else."""
    runner = with_a_stand_in
    process = subprocess.Popen(
        [
            "bash",
            "--noprofile",
            "--norc",
            "-e",
            "-o",
            "pipefail",
            "-c",
            runner.step("Grade")["run"],
        ],
        env=runner.environment | {"STOP_AT": str(int(time.time()) + 1000)},
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    while not Path(runner.environment["HOME"], "started").exists():
        time.sleep(0.05)
    process.send_signal(number)
    said, _ = process.communicate(timeout=300)
    assert f"told {number.name.removeprefix('SIG')}" in said.decode() and b"written" in said


# ---------------------------------------------------------------- grading a list


@pytest.fixture
def kit(tmp_path) -> Path:
    """A private copy of the kit."""
    unwanted = (".git", ".venv", ".secrets", "build", "__pycache__", ".*_cache", ".hypothesis")
    copy = tmp_path / "kit"
    shutil.copytree(course.ROOT, copy, ignore=shutil.ignore_patterns(*unwanted))
    return copy


@pytest.fixture
def commit(tmp_path, reference) -> str:
    """A commit of the reference, in a repository that stands for github.com/class/anna."""
    repository = tmp_path / "hub" / "class" / "anna"
    repository.mkdir(parents=True)
    (repository / "landmarks.ipynb").write_bytes(reference)
    shutil.copyfile(WEIGHTS, repository / WEIGHTS_FILE)
    settings = {"user.name": "anna", "user.email": "anna@example.org"}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    for arguments in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "--message=done"]):
        subprocess.run(["git", *options, *arguments], cwd=repository, check=True)
    (tmp_path / ".gitconfig").write_text(
        f'[url "file://{tmp_path}/hub/"]\n\tinsteadOf = https://github.com/\n'
    )
    head = ["git", "rev-parse", "HEAD"]
    return subprocess.run(
        head, cwd=repository, check=True, capture_output=True, text=True
    ).stdout.strip()


def grader(kit: Path, home: Path, seed: str = SEED, private: str = "true") -> Runner:
    runner = Runner(
        kit / GRADE.relative_to(course.ROOT),
        kit,
        home,
        github_event_repository_private=private,
        secrets_COURSE_SEED=seed,
        secrets_SUBMISSIONS_TOKEN="a token",
    )
    runner.environment["GIT_ALLOW_PROTOCOL"] = "file"
    return runner


@pytest.mark.long
def test_a_list_is_graded_and_bad_rows_stop_nobody(kit, commit, tmp_path):
    url = "https://github.com/class/anna"
    rows = [f"anna,{url},{commit}", f"ben,{url},main", f"carla,{url},{'1' * 40}", "dora,,"]
    (kit / "submissions.csv").write_text("student,repository,commit\n" + "\n".join(rows) + "\n")
    runner = grader(kit, tmp_path)
    codes = runner.steps()
    assert list(codes)[-1] == "Grade" and set(list(codes.values())[:-1]) == {0}, runner.log
    assert codes["Grade"] == 1, runner.log  # three have no score yet
    results = kit / runner.job["steps"][-1]["with"]["path"]
    with open(results / "scores.csv", newline="") as file:
        scores = {row["submission"]: (row["status"], row["score"]) for row in csv.DictReader(file)}
    assert scores == {
        "anna": ("graded", "100"),
        **dict.fromkeys(("ben", "carla", "dora"), ("not-graded", "")),
    }
    assert f"Commit {commit}." in (results / "anna" / "report.json").read_text()
    for student, words in (("ben", "40 hexadecimal"), ("carla", "fetched"), ("dora", "gives no")):
        assert words in (results / student / "report.html").read_text(encoding="utf-8")
    summary = runner.summary.read_text(encoding="utf-8")
    assert "<td>100/100</td>" in summary and summary.count("<td>not-graded</td>") == 3

    seed_file = kit / ".secrets" / "course-seed"
    assert seed_file.read_text() == f"{SEED}\n"
    assert stat.S_IMODE(seed_file.stat().st_mode) == 0o600
    told = [path.read_bytes() for path in results.rglob("*") if path.is_file()]
    for secret in (SEED, "a token"):
        assert secret not in runner.log + summary
        assert not [data for data in told if secret.encode() in data]


@pytest.mark.long
@pytest.mark.parametrize(
    ("settings", "step", "words"),
    [
        ({"private": "false"}, "Refuse to publish results", "Grade in a private one"),
        ({"seed": ""}, "Write the seed where course.toml says", "no secret COURSE_SEED"),
        ({}, "Fetch the commits", "No such file or directory"),
    ],
)
def test_it_stops_before_grading_and_says_why(settings, step, words, kit, commit, tmp_path):
    if settings:
        row = f"anna,https://github.com/class/anna,{commit}"
        (kit / "submissions.csv").write_text(f"student,repository,commit\n{row}\n")
    runner = grader(kit, tmp_path, **settings)
    codes = runner.steps()
    assert list(codes)[-1] == step and codes[step] != 0 and words in runner.log
    assert not (kit / "build" / "results").exists()
