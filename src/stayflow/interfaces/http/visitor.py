"""Who looks at a public page of ours, as far as their browser says; and how often they may ask."""

import re
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from time import monotonic

from stayflow.interfaces.http.asgi import Scope, header

COOKIE = "sf_anonymous"
"""The cookie of our browser SDK: on a host that shares its domain it is the same person."""
_YEAR_SECONDS = 31_536_000
_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_ADDRESSES_MAX = 20_000
_HEADER_MAX = 1_000


def anonymous_id(scope: Scope) -> str:
    """The id in the visitor's cookie; empty when there is none, or none of ours."""
    try:
        cookie = SimpleCookie(header(scope, b"cookie").decode("latin-1")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie and _ID.fullmatch(cookie.value) else ""


def new_anonymous_id() -> str:
    """An id for a visitor who has none."""
    return secrets.token_urlsafe(16)


def set_cookie(scope: Scope, value: str) -> tuple[bytes, bytes]:
    """The header that lets a visitor be known again for a year, by links and pages of ours."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    text = f"{COOKIE}={value}; Path=/; Max-Age={_YEAR_SECONDS}; SameSite=Lax{secure}"
    return b"set-cookie", text.encode()


def words(scope: Scope, name: bytes) -> str:
    """A header as text, not without end."""
    return header(scope, name)[:_HEADER_MAX].decode("utf-8", "replace")


def address(scope: Scope) -> str:
    """The visitor's address."""
    return str(scope["client"][0]) if scope.get("client") else ""


class Pace:
    """At most so many of something in a minute per key; each process counts for itself."""

    def __init__(self, per_minute: int, now: Callable[[], float] = monotonic) -> None:
        self._per_minute = per_minute
        self._now = now
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, key: str) -> bool:
        """Take one of what is left for a key; False when nothing is."""
        with self._lock:
            now = self._now()
            left, at = self._left.pop(key, (float(self._per_minute), now))
            left = min(float(self._per_minute), left + (now - at) * self._per_minute / 60)
            allowed = left >= 1
            self._left[key] = (left - 1 if allowed else left, now)
            if len(self._left) > _ADDRESSES_MAX:
                self._left.popitem(last=False)
            return allowed
