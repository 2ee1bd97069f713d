"""Nouns of the room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

import msgspec


class FieldType(StrEnum):
    """What is typed into a field."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    BOOLEAN = "boolean"


class FormState(StrEnum):
    """Whether a form takes answers."""

    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What became of an attempt to send a form."""

    SUBMITTED = "submitted"
    INVALID = "invalid"  # shown again with what is wrong
    EXPIRED = "expired"  # its token was too old, or none of ours
    SPAM = "spam"  # the hidden field was filled in, or nobody types so fast
    LIMITED = "limited"  # too many from one address


class FormField(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question.

    Attributes:
        name: Of the answer in the event's properties.
        label: As people read it; `label_en` in English.
        options: The answers of a choice.
        identity: Kind of identity that the answer is, such as `email`; empty: none.
        attribute: Attribute of the person that the answer becomes; empty: none.
    """

    name: str
    label: str
    label_en: str = ""
    type: FieldType = FieldType.TEXT
    is_required: bool = False
    options: tuple[str, ...] = ()
    identity: str = ""
    attribute: str = ""
    help: str = ""


class Definition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a form asks.

    Attributes:
        title: Heading of its page.
        intro: Below it.
        fields: In order.
        consent: What people agree to by ticking a box; empty: no box.
        button: On the button; empty: 提交 / Send.
        thanks: Shown afterwards; empty: a sentence of ours.
        redirect: Where people go afterwards instead; empty: they stay.
        embed_on: Origins of the pages that may show it in a frame; `*`: any.
    """

    title: str
    title_en: str = ""
    intro: str = ""
    fields: tuple[FormField, ...]
    consent: str = ""
    button: str = ""
    thanks: str = ""
    redirect: str = ""
    embed_on: tuple[str, ...] = ("*",)


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a project."""

    form_id: str
    name: str
    definition: Definition
    state: FormState
    created_at: datetime
    created_by: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends an answer, as far as their browser says.

    Attributes:
        anonymous_id: Of the cookie; empty: none.
        page: Where the form stood, with what followed the question mark.
    """

    anonymous_id: str = ""
    user_agent: str = ""
    ip: str = ""
    referrer: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers.

    Attributes:
        values: By field; what was left empty is not there.
        problems: Code of what is wrong, by field: `required`, `email`, `phone`, `number`, `date`,
            `choice`, `long`, `consent`.
    """

    values: Mapping[str, str | float | bool]
    problems: Mapping[str, str] = field(default_factory=dict)
