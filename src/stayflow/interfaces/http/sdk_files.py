"""Our SDKs as they are loaded: `/sdk/stayflow.js` by a script tag, `/sdk/stayflow.mjs` as a module.

`/sdk/stayflow-mini-program.js` is there to be copied into a mini-program, which loads no code by network.
"""

import gzip
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

from stayflow.interfaces.http.asgi import Headers, Receive, Scope, Send, answer, header

PREFIX: Final = "/sdk/"

_FOLDER = Path(str(files("stayflow.interfaces.http"))) / "sdk"
_MEDIA: Final = b"text/javascript; charset=utf-8"
_NAMES: Final = ("stayflow.js", "stayflow.mjs", "stayflow-mini-program.js")
# The address stays the same over versions: pages ask again after an hour, and use the old one meanwhile.
_HEADERS: Final[Headers] = (
    (b"cache-control", b"public, max-age=3600, stale-while-revalidate=86400"),
    (b"access-control-allow-origin", b"*"),
    (b"cross-origin-resource-policy", b"cross-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"vary", b"accept-encoding"),
)
_NOT_BUILT: Final = b"the SDK is not built: run ./run --setup, then start the server again"


@dataclass(frozen=True, slots=True)
class _File:
    plain: bytes
    packed: bytes
    tag: bytes


class SdkFiles:
    """Serves the built scripts to every origin, with a tag so that an unchanged one is not sent again."""

    def __init__(self, folder: Path = _FOLDER) -> None:
        self._folder = folder
        self._files: dict[str, _File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's words
        """Answer a GET for one of the scripts."""
        if scope["method"] not in {"GET", "HEAD"}:
            await answer(send, 405, headers=[(b"allow", b"GET, HEAD")])
            return
        name = scope["path"].removeprefix(PREFIX)
        file = self._find(name)
        if file is None:
            body = _NOT_BUILT if name in _NAMES else b"not found"
            await answer(send, 404, body, media=b"text/plain")
            return
        headers = [*_HEADERS, (b"etag", file.tag)]
        if file.tag in header(scope, b"if-none-match"):
            await answer(send, 304, headers=headers)
        elif b"gzip" in header(scope, b"accept-encoding"):
            headers.append((b"content-encoding", b"gzip"))
            await answer(send, 200, file.packed, media=_MEDIA, headers=headers)
        else:
            await answer(send, 200, file.plain, media=_MEDIA, headers=headers)

    def _find(self, name: str) -> _File | None:
        if name not in self._files and name in _NAMES and (self._folder / name).is_file():
            plain = (self._folder / name).read_bytes()
            tag = hashlib.sha256(plain).hexdigest()[:32].encode()
            # Weak, for it stands for the packed and the plain body alike.
            self._files[name] = _File(plain, gzip.compress(plain, 9, mtime=0), b'W/"%s"' % tag)
        return self._files.get(name)
