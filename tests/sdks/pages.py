"""A web site that carries the scripts of other vendors, on an origin other than the collector's.

It is a real one, and no answer that the driver of the browser makes up: where that is in the way,
it answers what a browser asks first of another origin, and the collector's answer is never tried.
"""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

PAGE = "<!doctype html><title>Shop</title>"


class Pages:
    """Every path is the same page, but for the files of a folder.

    Attributes:
        html: The page.
        folder: Where the files are that the page loads, by their names alone.
    """

    def __init__(self, html: str, folder: Path) -> None:
        self.html = html
        self.folder = folder
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Its origin: browsers find it on this machine, and take it for a secure context."""
        return f"http://shop.localhost:{self._server.server_port}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                name = self.path.partition("?")[0].rpartition("/")[2]
                is_script = name.endswith((".js", ".mjs"))
                body = (site.folder / name).read_bytes() if is_script else site.html.encode()
                kind = "text/javascript" if is_script else "text/html"
                self.send_response(200)
                self.send_header("content-type", f"{kind}; charset=utf-8")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        return Handler
