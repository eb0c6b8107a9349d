"""Git's credentials are for the listed address: no redirect is followed, at no step."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from autograder.submissions import git

NOTEBOOK = "landmarks.ipynb"
PASSWORD = "a token for the listed address"
# The methods of what git asks for, in this order.
STEPS = {"its first question": "GET", "a later one": "POST"}


class Host(ThreadingHTTPServer):
    """Serves the repositories in a folder, to those who know a password.

    redirect  the requests whose method is this are sent elsewhere
    asked     method, path and credentials of each request
    """

    def __init__(self, root: Path) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.root, self.redirect, self.elsewhere = root, "", ""
        self.asked: list[tuple[str, str, str]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Host

    def do_GET(self) -> None:
        credentials = self.headers.get("Authorization", "")
        self.server.asked.append((self.command, self.path, credentials))
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.command == self.server.redirect:
            self.send_response(302)
            self.send_header("Location", self.server.elsewhere + self.path)
        elif not credentials:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="class"')
        else:
            self._from_git(body)
            return
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def _from_git(self, body: bytes) -> None:
        """What git's own program for web servers says."""
        path, _, query = self.path.partition("?")
        environment = {
            "GIT_PROJECT_ROOT": str(self.server.root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "REQUEST_METHOD": self.command,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        said = subprocess.run(
            ["git", "http-backend"],
            env=os.environ | environment,
            input=body,
            capture_output=True,
            check=True,
        ).stdout
        heads, _, content = said.partition(b"\r\n\r\n")
        self.send_response(200)
        for line in heads.decode().split("\r\n"):
            self.send_header(*line.split(": ", 1))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def hosts(tmp_path, monkeypatch) -> Iterator[tuple[Host, Host]]:
    """The listed one, for which git has a password, and another."""
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "http")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    listed, other = Host(tmp_path / "hub"), Host(tmp_path / "hub")
    helper = f"!f() {{ echo username=x; echo 'password={PASSWORD}'; }}; f"
    # A password for every address at all: none may come to the other even so.
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "credential.helper")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", helper)
    yield listed, other
    listed.shutdown()
    other.shutdown()


@pytest.fixture
def commit(tmp_path) -> str:
    folder = tmp_path / "hub" / "anna"
    folder.mkdir(parents=True)
    (folder / NOTEBOOK).write_bytes(b"mine")
    own = ("-c", "user.name=anna", "-c", "user.email=anna@example.org")
    for arguments in (
        ["init", "--quiet"],
        ["config", "uploadpack.allowFilter", "true"],
        ["config", "uploadpack.allowAnySHA1InWant", "true"],
        ["add", "."],
        ["commit", "--quiet", "--message=work"],
    ):
        subprocess.run(["git", *own, *arguments], cwd=folder, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=folder, check=True, capture_output=True)
    return head.stdout.decode().strip()


def fetched(tmp_path: Path, host: Host, commit: str) -> git.Fetched:
    (one,) = git.fetch([git.Row("anna", f"{host.url}/anna", commit)], tmp_path / "in", NOTEBOOK)
    return one


def test_the_listed_address_gets_the_password(hosts, commit, tmp_path):
    listed, other = hosts
    one = fetched(tmp_path, listed, commit)
    assert one.problem == "", one.said
    assert (tmp_path / "in" / "anna" / NOTEBOOK).read_bytes() == b"mine"
    # The notebook itself is asked for later than the commit, so that a redirect may come late.
    assert [method for method, _, _ in listed.asked].count("POST") >= 2
    assert any(credentials for _, _, credentials in listed.asked) and other.asked == []


@pytest.mark.parametrize("step", STEPS)
def test_nobody_is_sent_elsewhere(step, hosts, commit, tmp_path):
    listed, other = hosts
    listed.redirect, listed.elsewhere = STEPS[step], other.url
    one = fetched(tmp_path, listed, commit)
    assert listed.asked and other.asked == []
    assert "redirects to another one, and redirects are not followed" in one.problem
    assert not (tmp_path / "in" / "anna").exists()


def test_a_redirect_that_comes_last_is_not_followed_either(hosts, commit, tmp_path, monkeypatch):
    """The contents are fetched by a git that git itself starts."""
    listed, other = hosts
    real = git.Commit.content

    def later(self, blob, at_most):
        listed.redirect, listed.elsewhere = "GET", other.url
        return real(self, blob, at_most)

    monkeypatch.setattr(git.Commit, "content", later)
    one = fetched(tmp_path, listed, commit)
    assert other.asked == [] and "redirects to another one" in one.problem


def test_without_the_setting_the_password_would_go_there(hosts, commit, tmp_path, monkeypatch):
    """So that the tests above prove something."""
    listed, other = hosts
    listed.redirect, listed.elsewhere = "GET", other.url
    monkeypatch.setattr(git, "_SETTINGS", ())
    assert fetched(tmp_path, listed, commit).problem == ""
    assert any(credentials for _, _, credentials in other.asked)
