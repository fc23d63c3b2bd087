"""The download: resumed where it broke, unpacked inside its folder, from https alone."""

import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from boutdufil.adapters.rome import FakeSource, FolderSource, RomeFileError, open_source
from tests.adapters.rome.release import made_files, write_release


def archive(files, folder=""):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(folder + name, content)
    return data.getvalue()


class Server:
    """A loopback server that may break off after some bytes, once."""

    def __init__(self, body):
        self.body, self.etag, self.break_after, self.ranges = body, '"one"', None, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.answer(self)

            def log_message(self, *_words):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/open-data/csv"
        self.thread = threading.Thread(target=self.http.serve_forever, args=[0.01])

    def answer(self, handler):
        asked = handler.headers.get("Range")
        self.ranges.append(asked)
        start = 0
        if asked and handler.headers.get("If-Range") == self.etag:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
        rest = self.body[start:]
        if start >= len(self.body):
            handler.send_response(416)
            handler.send_header("Content-Range", f"bytes */{len(self.body)}")
            handler.end_headers()
            return
        handler.send_response(206 if start else 200)
        handler.send_header("Content-Length", str(len(rest)))
        handler.send_header("ETag", self.etag)
        handler.end_headers()
        handler.wfile.write(rest if self.break_after is None else rest[: self.break_after])
        self.break_after = None


@pytest.fixture
def server():
    made = Server(archive(made_files(), "ROME/"))
    made.thread.start()
    yield made
    made.http.shutdown()
    made.http.server_close()
    made.thread.join()


def read(place, downloads, seen=None):
    report = (lambda *step: seen.append(step)) if seen is not None else (lambda *_step: None)
    source = open_source(place, downloads=downloads, progress=report)
    return source.read(report)


@pytest.fixture
def expected(tmp_path):
    return FolderSource(write_release(tmp_path / "plain")).read(lambda *_step: None)


def test_an_address_gives_the_same_as_the_folder(server, tmp_path, expected):
    seen = []
    assert read(server.url, tmp_path / "downloads", seen) == expected
    assert seen[0][0] == "download"


def test_a_broken_download_is_taken_up(server, tmp_path, expected):
    server.break_after = 1000
    with pytest.raises(RomeFileError, match="reprend"):
        read(server.url, tmp_path / "downloads")
    assert read(server.url, tmp_path / "downloads") == expected
    assert server.ranges == [None, "bytes=1000-"]


def test_a_download_of_another_version_starts_again(server, tmp_path, expected):
    server.break_after = 1000
    with pytest.raises(RomeFileError):
        read(server.url, tmp_path / "downloads")
    server.etag = '"two"'
    assert read(server.url, tmp_path / "downloads") == expected


def test_a_download_that_was_complete_is_not_repeated(server, tmp_path, expected):
    server.break_after = 1000
    with pytest.raises(RomeFileError):
        read(server.url, tmp_path / "downloads")
    (part,) = (tmp_path / "downloads").glob("*.part")
    part.write_bytes(server.body)
    assert read(server.url, tmp_path / "downloads") == expected
    assert server.ranges[-1] == f"bytes={len(server.body)}-"


@pytest.mark.parametrize(
    "place", ["http://example.org/rome", "ftp://example.org/rome", "file:///etc"]
)
def test_only_https_is_asked(place, tmp_path):
    with pytest.raises(RomeFileError, match="https"):
        read(place, tmp_path)


def test_a_page_in_place_of_an_archive_is_refused(server, tmp_path):
    server.body = b"<html>maintenance</html>"
    with pytest.raises(RomeFileError, match="archive"):
        read(server.url, tmp_path / "downloads")


def test_no_member_leaves_its_folder(tmp_path, expected):
    path = tmp_path / "rome.zip"
    path.write_bytes(archive(made_files(), "../../../outside/"))
    assert read(path, tmp_path / "downloads") == expected
    assert not list(tmp_path.rglob("outside"))


def test_a_damaged_archive_is_refused(tmp_path):
    data = bytearray(archive(made_files()))
    data[200:260] = bytes(60)
    path = tmp_path / "rome.zip"
    path.write_bytes(bytes(data))
    with pytest.raises(RomeFileError):
        read(path, tmp_path / "downloads")


def test_the_fake_gives_what_it_was_given(expected):
    fake = FakeSource(expected)
    assert fake.read(lambda *_step: None) is expected
    assert len(fake.fingerprint()) == 64
