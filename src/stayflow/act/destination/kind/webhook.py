"""Webhook: rows as JSON to a URL, signed.

Source:
    The headers and the signature are those of Standard Webhooks
    (github.com/standard-webhooks/standard-webhooks, spec/standard-webhooks.md): libraries for the
    receiving side exist in most languages.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import ClassVar
from urllib.parse import urlsplit

import msgspec

from stayflow.act.destination.errors import DestinationInvalid
from stayflow.act.destination.kind.read import ROWS_MAX_ASKED, text, whole
from stayflow.act.destination.model import Shipment, Surroundings
from stayflow.act.setting import Setting, SettingKind, setting_names
from stayflow.kernel.clock import SystemClock
from stayflow.language.raw import JsonObject, join, read_object
from stayflow.language.sentence import Sentence
from stayflow.stores.outside import ContentRefused, HttpTarget, OutsideDown

SECRET_PREFIX = "whsec_"  # noqa: S105 - the mark of a secret, not one
_SECRET_BYTES_MIN = 24
_ROWS_MAX = 1_000
_TIMEOUT_SECONDS_MAX = 60
# What these statuses say is said about the content; all others are about the place or the moment.
_ABOUT_CONTENT = frozenset({400, 409, 413, 415, 422})
_TAKEN_FROM, _TAKEN_TO = 200, 299
_SHOWN_MAX = 200


class WebhookKind:
    """The plug `webhook`."""

    name: ClassVar[str] = "webhook"
    label: ClassVar[Sentence] = Sentence("Webhook（签名）", "Webhook (signed)")
    asks: ClassVar[tuple[Setting, ...]] = (
        Setting("url", Sentence("URL", "URL"), is_required=True),
        Setting(
            "authorization",
            Sentence("Authorization 请求头", "Authorization header"),
            SettingKind.SECRET,
        ),
        Setting(
            "signing_secret",
            Sentence("签名密钥（留空自动生成）", "Signing secret (made when empty)"),
            SettingKind.SECRET,
        ),
        ROWS_MAX_ASKED,
        Setting(
            "timeout_seconds",
            Sentence("超时（秒）", "Timeout (seconds)"),
            SettingKind.NUMBER,
        ),
    )
    rows_max: ClassVar[int] = _ROWS_MAX
    linger_seconds: ClassVar[int] = 0

    def parse(self, raw: object, path: str) -> JsonObject:
        """Fields: `url`, `signing_secret` (made when left out), `authorization`, `rows_max`, `timeout_seconds`.

        Raises:
            DestinationInvalid: A field does not fit.
        """
        fields = read_object(raw, path, known=setting_names(self.asks))
        url = text(fields, "url", path)
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
            raise DestinationInvalid(
                "expected http(s)://host/path; a password goes into authorization",
                path=join(path, "url"),
            )
        secret = text(fields, "signing_secret", path, default=new_secret())
        if _key(secret) is None:
            raise DestinationInvalid(
                f"expected {SECRET_PREFIX} and at least {_SECRET_BYTES_MIN} bytes in base64;"
                " leave it out and one is made",
                path=join(path, "signing_secret"),
            )
        return {
            "url": url,
            "signing_secret": secret,
            "authorization": text(fields, "authorization", path, default=""),
            "rows_max": whole(fields, "rows_max", path, default=100, most=_ROWS_MAX),
            "timeout_seconds": whole(
                fields, "timeout_seconds", path, default=15, most=_TIMEOUT_SECONDS_MAX
            ),
        }

    def open(self, settings: JsonObject, around: Surroundings) -> "WebhookTarget":
        """A target for these settings; connects with the first shipment."""
        return WebhookTarget(
            HttpTarget(
                str(settings["url"]),
                allow_private=around.allow_private,
                timeout_seconds=float(str(settings["timeout_seconds"])),
            ),
            str(settings["signing_secret"]),
            str(settings["authorization"]),
        )


@dataclass(slots=True)
class WebhookTarget:
    """Posts shipments to one URL."""

    http: HttpTarget
    secret: str
    authorization: str

    def send(self, shipment: Shipment) -> None:
        """Post `{delivery, destination, feed, rows}`; any 2xx takes it."""
        body = msgspec.json.encode(
            {
                "delivery": shipment.delivery_id,
                "destination": shipment.destination,
                "feed": shipment.feed,
                "rows": [{"id": row.row_id, **row.body} for row in shipment.rows],
            }
        )
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Stayflow",
            **sign(self.secret, shipment.delivery_id, SystemClock().now(), body),
        }
        if self.authorization:
            headers["Authorization"] = self.authorization
        answer = self.http.post(body, headers)
        if _TAKEN_FROM <= answer.status <= _TAKEN_TO:
            return
        words = f"{answer.status} {' '.join(answer.body.split())[:_SHOWN_MAX]}".strip()
        if answer.status in _ABOUT_CONTENT:
            raise ContentRefused(words)
        raise OutsideDown(words, retry_after_seconds=answer.retry_after_seconds)

    def close(self) -> None:
        """Close the connection."""
        self.http.close()


def new_secret() -> str:
    """A signing secret of 32 random bytes."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, message_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers by which a receiver knows who sent it, when, and that it is whole.

    >>> sign(
    ...     "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    ...     "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
    ...     datetime.fromisoformat("2022-05-24T08:38:49Z"),
    ...     b'{"email":"test@example.com"}',
    ... )["webhook-signature"][:3]
    'v1,'
    """
    stamp = str(int(at.timestamp()))
    signed = f"{message_id}.{stamp}.".encode() + body
    digest = hmac.new(_key(secret) or b"", signed, sha256).digest()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }


def _key(secret: str) -> bytes | None:
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if secret.startswith(SECRET_PREFIX) and len(key) >= _SECRET_BYTES_MIN else None
