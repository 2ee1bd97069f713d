"""The built console: hashed assets for ever, its page for every other path; a plain page when not built."""

import gzip
import mimetypes
from importlib.resources import files
from pathlib import Path

from stayflow.interfaces.http.asgi import Receive, Scope, Send, answer, header

_FOLDER = Path(str(files("stayflow.interfaces.http"))) / "console"
_PAGE = "/index.html"
_FOR_EVER = b"public, max-age=31536000, immutable"
_ASK_AGAIN = b"no-cache"
_TEXT = ("text/", "application/javascript", "application/json", "image/svg")
_NOT_BUILT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Stayflow</title>
<body style="font:16px/1.6 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>The console is not built</h1>
<p>Run <code>./run --setup</code> in the checkout, then start the server again.
The API works: <a href="/api/docs">/api/docs</a>.</p>
<p>控制台尚未构建。请在代码目录运行 <code>./run --setup</code>，然后重新启动服务。</p>
""".encode()


class Console:
    """Serves the files that were there when it started; names are looked up, never joined to a path."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder
        self._files: dict[str, Path] = {}
        self._packed: dict[str, bytes] = {}
        self._look()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's words
        """Answer a GET for a file, or with the page whose router knows the path."""
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(send, 405, headers=[(b"allow", b"GET, HEAD")])
            return
        if _PAGE not in self._files:
            self._look()
        path: str = scope["path"]
        if path in self._files:
            await self._send_file(scope, path, send)
        elif "." in path.rpartition("/")[2]:
            await answer(send, 404, b"not found", media=b"text/plain")
        elif _PAGE in self._files:
            await self._send_file(scope, _PAGE, send)
        else:
            await answer(send, 200, _NOT_BUILT, media=b"text/html; charset=utf-8")

    async def _send_file(self, scope: Scope, name: str, send: Send) -> None:
        media = mimetypes.guess_type(name)[0] or "application/octet-stream"
        is_text = media.startswith(_TEXT)
        headers = [(b"cache-control", _FOR_EVER if name.startswith("/assets/") else _ASK_AGAIN)]
        if is_text and b"gzip" in header(scope, b"accept-encoding"):
            headers += [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
            body = self._gzipped(name)
        else:
            body = self._files[name].read_bytes()
        kind = f"{media}; charset=utf-8" if is_text else media
        await answer(send, 200, body, media=kind.encode(), headers=headers)

    def _gzipped(self, name: str) -> bytes:
        if name not in self._packed:
            self._packed[name] = gzip.compress(self._files[name].read_bytes(), 6)
        return self._packed[name]

    def _look(self) -> None:
        self._files = {
            f"/{path.relative_to(self._folder).as_posix()}": path
            for path in self._folder.rglob("*")
            if path.is_file()
        }
