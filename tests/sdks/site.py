"""A web site that carries our script tag, on an origin other than the collector's."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Page

from tests.sdks.conftest import Shop


class Site:
    """What is on its pages a test says; every path answers."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.attributes = ""
        self.head = ""
        self.body = ""
        self.policy = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Its origin, which browsers take for a secure context."""
        return f"http://localhost:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def visit(self, page: Page, path: str = "/", referer: str | None = None) -> None:
        """Open a page and wait until the script is there."""
        page.goto(self.url + path, referer=referer)
        page.wait_for_function("typeof window.stayflow?.track === 'function'")

    def _page(self) -> str:
        tag = (
            f'<script async src="{self.shop.url}/sdk/stayflow.js"'
            f' data-write-key="{self.shop.write_key}" {self.attributes}></script>'
        )
        return f"<!doctype html><title>Shop</title>{self.head}{tag}<body>{self.body}</body>"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site._page().encode()
                self.send_response(200)
                self.send_header("content-type", "text/html; charset=utf-8")
                if site.policy:
                    self.send_header("content-security-policy", site.policy)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        return Handler
