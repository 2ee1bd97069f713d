"""Nouns of the content room."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Content:
    """What to say, as Liquid templates.

    The templates see `person` (their attributes and `person_id`), `campaign` (`name`) and
    `unsubscribe_url`.

    Attributes:
        html: None: a plain text mail.
        text: None: made of the html.
        defaults: Stands in for attributes a person does not have.
    """

    subject: str
    html: str | None = None
    text: str | None = None
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A content with one person's data in it; its links still lead straight to their targets."""

    subject: str
    html: str | None
    text: str
