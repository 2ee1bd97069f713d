"""The hidden token of a page: signed, dated, good for one submission.

It shows that the page was ours and how long somebody had it before they sent it. What a program
posts without having fetched the page has none.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

SECONDS_MIN: Final = 2
"""Nobody fills a form in faster."""
SECONDS_MAX: Final = 24 * 3600
_PARTS: Final = 3


@dataclass(frozen=True, slots=True)
class PageToken:
    """A token of ours.

    Attributes:
        nonce: Different on every page; makes a submission known when it comes twice.
        age_seconds: Since the page was made.
    """

    nonce: str
    age_seconds: float

    @property
    def is_hasty(self) -> bool:
        """Whether it comes back faster than people type."""
        return self.age_seconds < SECONDS_MIN

    @property
    def is_expired(self) -> bool:
        """Whether the page is too old."""
        return not 0 <= self.age_seconds <= SECONDS_MAX


def make_token(form_id: str, *, key: bytes, now: datetime) -> str:
    """A token for a page of a form."""
    unsigned = f"{int(now.timestamp() * 1000)}.{secrets.token_urlsafe(12)}"
    return f"{unsigned}.{_signature(form_id, unsigned, key)}"


def read_token(text: str, form_id: str, *, key: bytes, now: datetime) -> PageToken | None:
    """The token of a page of this form; None when it is none of ours."""
    parts = text.split(".")
    if len(parts) != _PARTS or not (parts[0].isascii() and parts[0].isdigit()):
        return None
    made, nonce, signature = parts
    expected = _signature(form_id, f"{made}.{nonce}", key)
    if not hmac.compare_digest(signature.encode(), expected.encode()):
        return None
    return PageToken(nonce, now.timestamp() - int(made) / 1000)


def _signature(form_id: str, unsigned: str, key: bytes) -> str:
    return hmac.new(key, f"form:{form_id}:{unsigned}".encode(), sha256).hexdigest()
