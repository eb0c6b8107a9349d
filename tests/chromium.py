"""A real browser for tests of pages, and what it was heard to ask another host for."""

from __future__ import annotations

import http.server
import itertools
import json
import shutil
import subprocess
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome")
WHY_NOT = "needs chromium"
PATIENCE = 300  # seconds, on a machine that is busy
_OPTIONS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *(
        "--no-first-run",
        "--disable-dev-shm-usage",
        "--disable-popup-blocking",
        "--remote-debugging-port=0",
    ),
)


class Page:
    """A tab: opened addresses, clicks, and whether a dialog came up."""

    def __init__(self, address: str) -> None:
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self._events: list[str] = []
        self._numbers = itertools.count(1)
        self._socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and return its result; events on the way are taken note of."""
        number = self._send(method, **params)
        while (message := json.loads(self._socket.recv())).get("id") != number:
            self._note(message)
        assert "error" not in message, message["error"]
        return message["result"]

    def open(self, address: str) -> None:
        self._events.clear()
        self.call("Page.navigate", url=address)
        until = time.monotonic() + PATIENCE
        while "Page.loadEventFired" not in self._events:
            assert time.monotonic() < until, f"{address} did not load"
            self.run("1")
            time.sleep(0.1)

    def run(self, script: str) -> Any:
        """Return what a script of the test's own says, of plain data."""
        asked = {"expression": script, "returnByValue": True, "userGesture": True}
        result = self.call("Runtime.evaluate", awaitPromise=True, **asked)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def _send(self, method: str, **params: Any) -> int:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        return number

    def _note(self, message: dict[str, Any]) -> None:
        method, params = message.get("method", ""), message.get("params", {})
        self._events.append(method)
        if method == "Page.javascriptDialogOpening":
            self.dialogs.append(params["message"])
            self._send("Page.handleJavaScriptDialog", accept=True)
        elif method == "Runtime.exceptionThrown":
            self.errors.append(json.dumps(params["exceptionDetails"]))
        elif method == "Log.entryAdded" and params["entry"]["source"] == "security":
            self.errors.append(params["entry"]["text"])


@contextmanager
def page(folder: Path) -> Iterator[Page]:
    """A tab of a browser of its own, with an empty profile in this folder."""
    assert PROGRAM is not None
    command = [PROGRAM, *_OPTIONS, f"--user-data-dir={folder}", "about:blank"]
    browser = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        port = folder / "DevToolsActivePort"
        until = time.monotonic() + PATIENCE
        while not (port.exists() and "\n" in port.read_text()):
            assert time.monotonic() < until and browser.poll() is None, "chromium does not start"
            time.sleep(0.1)
        listing = f"http://127.0.0.1:{port.read_text().split()[0]}/json/list"
        with urllib.request.urlopen(listing) as answer:
            tabs = json.load(answer)
        tab = next(tab for tab in tabs if tab["type"] == "page")
        yield Page(tab["webSocketDebuggerUrl"])
    finally:
        browser.kill()
        browser.wait()


def wait_for(condition: Callable[[], object]) -> None:
    """Return once the condition holds, or when patience ends: what is asserted next then fails."""
    until = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < until:
        time.sleep(0.1)


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """The address of a host elsewhere, and what it is asked for: paths, with what led there."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers.get('Referer', '')}".strip())
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
