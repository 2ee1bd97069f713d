"""chDB behind ClickHouse's HTTP interface: an engine of its own process, for clients that go by URL.

No ClickHouse server is in a package registry, so the engine of the wheel answers instead. What the
client says on the wire is served as https://clickhouse.com/docs/interfaces/http describes it: the
statement in the body or in `query`, data to insert in the body, `param_…` for bound values, every
other parameter a setting, errors with `X-ClickHouse-Exception-Code`.

Run: `python -m tests.stores.clickhouse_server FOLDER PORT`; or `serving(folder)` in a test.
"""

import gzip
import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import chdb
import lz4.frame
import zstandard
from python_multipart import FormParser

from tests.journeys.server import free_port, wait_until

TRANSPORT = {
    "query", "database", "query_id", "session_id", "session_check", "session_timeout", "user",
    "password", "compress", "decompress", "enable_http_compression", "wait_end_of_query",
    "send_progress_in_http_headers", "http_headers_progress_interval_ms", "buffer_size",
    "client_protocol_version", "default_format", "role", "cancel_http_readonly_queries_on_client_close",
}  # fmt: skip
"""Parameters of the interface itself, not settings of the engine."""
_INSERT = re.compile(r"\s*INSERT\s+INTO\s.*?\sFORMAT\s+(\w+)\s*;?\s*$", re.IGNORECASE | re.DOTALL)
_FORMAT = re.compile(r"\bFORMAT\s+(\w+)\s*;?\s*$", re.IGNORECASE)
_DECODERS = {
    "gzip": gzip.decompress,
    "lz4": lz4.frame.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}


@dataclass(frozen=True)
class Asked:
    """One statement, with what it needs."""

    sql: str
    database: str
    settings: Mapping[str, str]
    values: Mapping[str, str]
    data: bytes


@dataclass(frozen=True)
class Answered:
    """What the engine said."""

    body: bytes
    media: str
    rows_read: int
    bytes_read: int


def read_request(target: str, headers: Mapping[str, str], body: bytes) -> Asked:
    """A request as a statement."""
    given = dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
    decode = _DECODERS.get(headers.get("Content-Encoding", ""))
    body = decode(body) if decode else body
    if headers.get("Content-Type", "").startswith("multipart/form-data"):
        given |= _form(headers["Content-Type"], body)
        body = b""
    sql = given.get("query", "")
    data = body
    if not _INSERT.match(sql):  # the body goes on where `query` ends
        sql, data = (sql + "\n" + body.decode()).strip(), b""
    return Asked(
        sql,
        given.get("database", "default"),
        {k: v for k, v in given.items() if k not in TRANSPORT and not k.startswith("param_")},
        {k.removeprefix("param_"): v for k, v in given.items() if k.startswith("param_")},
        data,
    )


def _form(media: str, body: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    boundary = media.split("boundary=", 1)[1].strip('"')

    def keep(field) -> None:
        fields[field.field_name.decode()] = (field.value or b"").decode()

    def keep_file(file) -> None:
        file.file_object.seek(0)
        fields[file.field_name.decode()] = file.file_object.read().decode()

    parser = FormParser("multipart/form-data", keep, keep_file, boundary=boundary.encode())
    parser.write(body)
    parser.finalize()
    return fields


def answer(folder: Path, asked: Asked) -> Answered:
    """Run a statement on a connection of its own: its database and settings end with it."""
    with closing(chdb.connect(str(folder))) as connection:
        if asked.database != "default":
            connection.query(f"USE `{asked.database}`")
        for name, value in asked.settings.items():
            text = value.replace("\\", "\\\\").replace("'", "\\'")
            connection.query(f"SET {name} = '{text}'")
        if asked.data:
            return _insert(connection, asked)
        found = _FORMAT.search(asked.sql)
        media = found[1] if found else "TabSeparated"
        result = connection.query(asked.sql, media, params=dict(asked.values))
        return Answered(
            bytes(result.bytes() or b""),
            media,
            result.storage_rows_read(),
            result.storage_bytes_read(),
        )


def _insert(connection: "chdb.Connection", asked: Asked) -> Answered:
    head, media = _FORMAT.sub("", asked.sql), _FORMAT.search(asked.sql)
    assert media is not None
    with tempfile.NamedTemporaryFile(suffix=".data") as file:
        file.write(asked.data)
        file.flush()
        connection.query(f"{head} FROM INFILE '{file.name}' COMPRESSION 'none' FORMAT {media[1]}")
    return Answered(b"", media[1], 0, 0)


class Handler(BaseHTTPRequestHandler):
    """The interface."""

    protocol_version = "HTTP/1.1"
    folder: Path

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/ping":
            self._send(200, b"Ok.\n", {})
            return
        self.do_POST()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = self._chunks()
        try:
            done = answer(self.folder, read_request(self.path, self.headers, body))
        except Exception as error:
            found = re.search(r"Code: (\d+)", str(error))
            code = found[1] if found else "1002"
            self._send(500, f"{error}\n".encode(), {"X-ClickHouse-Exception-Code": code})
            return
        summary = {"read_rows": str(done.rows_read), "read_bytes": str(done.bytes_read)}
        head = {"X-ClickHouse-Summary": json.dumps(summary), "X-ClickHouse-Timezone": "UTC"}
        if done.body:
            head["X-ClickHouse-Format"] = done.media
        self._send(200, done.body, head)

    def _chunks(self) -> bytes:
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(parts)

    def _send(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Listener(ThreadingHTTPServer):
    """A client that is killed is no news."""

    def handle_error(self, *_: object) -> None:
        pass


def main(folder: str, port: str) -> None:
    """Serve until killed."""
    Handler.folder = Path(folder)
    with closing(chdb.connect(folder)):  # the engine stays open between two statements
        Listener(("127.0.0.1", int(port)), Handler).serve_forever()


def _answers(port: int) -> bool:
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/ping", timeout=10):
        return True
    return False


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The URL of a server of its own on a folder."""
    port = free_port()
    command = [sys.executable, "-m", __spec__.name, str(folder), str(port)]
    process = subprocess.Popen(command)
    try:
        wait_until(lambda: _answers(port), what="ClickHouse")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
