"""Getting WFLW: the real downloader, on small archives served over the loopback."""

from __future__ import annotations

import io
import tarfile
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from autograder.parts.bundled_data import SAMPLE
from solution.tools.files.downloading import Archive, ArchiveError, Source, download

FOLDERS = ("WFLW_annotations", "WFLW_images")


def packed(folder: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as file:
        file.add(SAMPLE / folder, folder)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def archives():
    return {f"/{folder}.tar.gz": packed(folder) for folder in FOLDERS}


@pytest.fixture
def server(archives):
    """A server that honours byte ranges, breaks off as told, and remembers what it was asked."""
    files, asked, breaks = dict(archives), [], []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, self.headers.get("Range")))
            data = files.get(self.path)
            if data is None:
                self.send_error(403, "quota exceeded")
                return
            first = 0
            if wanted := self.headers.get("Range"):
                first = int(wanted.removeprefix("bytes=").split("-")[0])
                self.send_response(206)
                self.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
            else:
                self.send_response(200)
            self.send_header("Content-Length", str(len(data) - first))
            self.end_headers()
            if breaks:
                self.wfile.write(data[first : breaks.pop()])
                self.close_connection = True
            else:
                self.wfile.write(data[first:])

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, daemon=True)
        thread.start()
        httpd.files, httpd.asked, httpd.breaks = files, asked, breaks
        yield httpd
        httpd.shutdown()


@pytest.fixture
def source(server, archives):
    address = f"http://127.0.0.1:{server.server_port}"
    return Source(
        tuple(
            Archive(f"{f}.tar.gz", f"{address}/{f}.tar.gz", len(archives[f"/{f}.tar.gz"]), f)
            for f in FOLDERS
        ),
        train=24,
        test=16,
    )


def test_fetched_unpacked_and_verified(tmp_path, source):
    findings = download(tmp_path / "wflw", source)
    assert findings.errors == []
    assert len(findings.faces["train"]) == 24
    assert not list((tmp_path / "wflw").glob(".unpacking-*"))


def test_a_broken_connection_is_continued(tmp_path, source, server):
    server.breaks += [800_000, 10**9]  # the second archive, after a chunk or so
    assert download(tmp_path, source).errors == []
    ranges = [wanted for path, wanted in server.asked if "images" in path]
    assert len(ranges) == 2 and ranges[0] is None
    assert 0 < int(ranges[1].removeprefix("bytes=").removesuffix("-")) <= 800_000


def test_what_is_there_is_not_fetched_again(tmp_path, source, server, archives):
    (tmp_path / "WFLW_images.tar.gz").write_bytes(archives["/WFLW_images.tar.gz"])  # by hand
    assert download(tmp_path, source).errors == []
    assert [path for path, _ in server.asked] == ["/WFLW_annotations.tar.gz"]
    assert download(tmp_path, source).errors == []
    assert len(server.asked) == 1


def test_a_refusal_says_what_to_fetch_and_where_to_put_it(tmp_path, source, server):
    del server.files["/WFLW_images.tar.gz"]
    with pytest.raises(ArchiveError) as error:
        download(tmp_path, source)
    text = str(error.value)
    assert source.archives[1].url in text and str(tmp_path / "WFLW_images.tar.gz") in text
    assert "WFLW.html" in text and "in a browser" in text
    assert (tmp_path / "WFLW_annotations").is_dir()  # what was won is kept


def test_a_page_in_place_of_the_archive_is_refused(tmp_path, source, server):
    server.files["/WFLW_images.tar.gz"] = b"<html>Google Drive: quota exceeded</html>"
    with pytest.raises(ArchiveError, match=r"0\.0 MB, but .* were expected"):
        download(tmp_path, source)


def test_a_damaged_archive_is_named_and_leaves_nothing(tmp_path, source, server):
    whole = server.files["/WFLW_images.tar.gz"]
    server.files["/WFLW_images.tar.gz"] = whole[:5000] + b"\0" * (len(whole) - 5000)
    with pytest.raises(ArchiveError, match="is broken"):
        download(tmp_path, source)
    assert not (tmp_path / "WFLW_images").exists()


def test_an_archive_cannot_write_outside(tmp_path, source):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as file:
        entry = tarfile.TarInfo("../escaped.txt")
        entry.size = 3
        file.addfile(entry, io.BytesIO(b"abc"))
    root = tmp_path / "root"
    root.mkdir()
    (root / "WFLW_annotations.tar.gz").write_bytes(buffer.getvalue())
    small = replace(source.archives[0], size=len(buffer.getvalue()))
    with pytest.raises(ArchiveError):
        download(root, replace(source, archives=(small,)))
    assert not (tmp_path / "escaped.txt").exists()


def test_missing_faces_are_an_error(tmp_path, source):
    findings = download(tmp_path, replace(source, train=25))
    assert any("24 faces in the train list, not 25" in error for error in findings.errors)
