"""Signed tokens: what a link in a message may do, and for which message."""

import base64
import binascii
import hmac
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from stayflow.act.content.compose import Addresses
from stayflow.act.content.errors import TokenInvalid
from stayflow.kernel.ids import ProjectId

_SIGNATURE_BYTES = 16  # 128 bits: nobody guesses one, and the link stays short
_PURPOSE = b"stayflow message links 1"


class TokenKind(StrEnum):
    """What a token is for, and its part of the path. It is signed: none serves as another."""

    OPEN = "o"
    CLICK = "c"
    UNSUBSCRIBE = "u"


@dataclass(frozen=True, slots=True)
class TokenFacts:
    """What a valid token says; `link_id` is 0 except in clicks."""

    project_id: ProjectId
    message_id: str
    link_id: int


class LinkSigner:
    """Makes and reads the links of messages.

    Args:
        key: The secret of the data folder; a key of our own is derived from it.
        base_url: Where people reach this server, without a closing slash.
    """

    def __init__(self, key: bytes, base_url: str) -> None:
        self._key = hmac.digest(key, _PURPOSE, sha256)
        self._base_url = base_url

    def addresses(
        self, project_id: ProjectId, message_id: str, link_ids: dict[str, int]
    ) -> Addresses:
        """The links of one message; `link_ids` has an id for every target."""
        facts = TokenFacts(project_id, message_id, 0)
        return Addresses(
            unsubscribe=self.unsubscribe_url(project_id, message_id),
            open=f"{self._base_url}/t/o/{self.sign(TokenKind.OPEN, facts)}.gif",
            click={
                url: f"{self._base_url}/t/c/"
                + self.sign(TokenKind.CLICK, TokenFacts(project_id, message_id, link_id))
                for url, link_id in link_ids.items()
            },
        )

    def unsubscribe_url(self, project_id: ProjectId, message_id: str) -> str:
        """Where one click unsubscribes the message's address."""
        token = self.sign(TokenKind.UNSUBSCRIBE, TokenFacts(project_id, message_id, 0))
        return f"{self._base_url}/t/u/{token}"

    def sign(self, kind: TokenKind, facts: TokenFacts) -> str:
        """A token, safe in a URL."""
        payload = f"{facts.project_id}\0{facts.message_id}\0{facts.link_id}".encode()
        return (
            base64.urlsafe_b64encode(self._signature(kind, payload) + payload).decode().rstrip("=")
        )

    def read(self, kind: TokenKind, token: str) -> TokenFacts:
        """What a token says.

        Raises:
            TokenInvalid: It was not made by `sign` for this kind.
        """
        try:
            packed = base64.urlsafe_b64decode(
                token.removesuffix(".gif") + "=" * (-len(token.removesuffix(".gif")) % 4)
            )
        except (ValueError, binascii.Error):
            packed = b""
        signature, payload = packed[:_SIGNATURE_BYTES], packed[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._signature(kind, payload)):
            raise TokenInvalid("the link is not valid; it may have been cut off on its way")
        project_id, message_id, link_id = payload.decode().split("\0")
        return TokenFacts(ProjectId(project_id), message_id, int(link_id))

    def _signature(self, kind: TokenKind, payload: bytes) -> bytes:
        return hmac.digest(self._key, kind.value.encode() + b"\0" + payload, sha256)[
            :_SIGNATURE_BYTES
        ]
