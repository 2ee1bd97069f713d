"""Room `content`: what a person reads, with their own data in it and links that can be followed.

Owns (PostgreSQL): `contents` (immutable), `links` (every address a message of the project leads
to). Reads: `person_attributes` (ClickHouse). Emits: nothing.
"""

from stayflow.act.content.compose import Composed, compose, urls_of
from stayflow.act.content.errors import ContentInvalid, RenderFailed, TokenInvalid
from stayflow.act.content.model import Content, Rendered
from stayflow.act.content.parse import parse_content
from stayflow.act.content.person import read_attributes
from stayflow.act.content.render import render_content
from stayflow.act.content.store import add_content, find_link, get_contents, link_ids
from stayflow.act.content.token import LinkSigner, TokenFacts, TokenKind

__all__ = [
    "Composed",
    "Content",
    "ContentInvalid",
    "LinkSigner",
    "RenderFailed",
    "Rendered",
    "TokenFacts",
    "TokenInvalid",
    "TokenKind",
    "add_content",
    "compose",
    "find_link",
    "get_contents",
    "link_ids",
    "parse_content",
    "read_attributes",
    "render_content",
    "urls_of",
]
