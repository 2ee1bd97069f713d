"""Checking what somebody typed, and making an event of it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

import msgspec
from email_validator import EmailNotValidError, validate_email

from stayflow.intake.form.model import Answers, Definition, FieldType, Form, FormField, Visitor
from stayflow.language.event import RawEvent

EVENT_SUBMITTED: Final = "form.submitted"
ANONYMOUS_KIND: Final = "anonymous_id"
_LENGTHS: Final = {FieldType.PARAGRAPH: 5_000}
_LENGTH: Final = 500
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()./-]{4,24}")
_TRUE: Final = ("on", "true", "1", "yes")


def check_answers(definition: Definition, given: Mapping[str, str]) -> Answers:
    """What was typed, by field, and what is wrong with it.

    Args:
        definition: The form's.
        given: Texts as the page sent them; a box that is not ticked is not there.
    """
    values: dict[str, str | float | bool] = {}
    problems: dict[str, str] = {}
    for each in definition.fields:
        text = given.get(each.name, "").strip()
        if each.type is FieldType.BOOLEAN:
            values[each.name] = text.lower() in _TRUE
            if each.is_required and not values[each.name]:
                problems[each.name] = "required"
        elif not text:
            if each.is_required:
                problems[each.name] = "required"
        else:
            value = _read(each, text)
            if value is None:
                problems[each.name] = _problem(each, text)
            else:
                values[each.name] = value
    if definition.consent and given.get("consent", "").lower() not in _TRUE:
        problems["consent"] = "consent"
    return Answers(values, problems)


def _problem(field: FormField, text: str) -> str:
    return "long" if len(text) > _LENGTHS.get(field.type, _LENGTH) else field.type.value


def _read(field: FormField, text: str) -> str | float | None:
    """The value of a text; None when it is none of the field's type."""
    if len(text) > _LENGTHS.get(field.type, _LENGTH):
        return None
    if field.type is FieldType.CHOICE:
        return text if text in field.options else None
    read = _READERS.get(field.type)
    return read(text) if read else text


def _email(text: str) -> str | None:
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _phone(text: str) -> str | None:
    return re.sub(r"[^0-9+]", "", text) if _PHONE.fullmatch(text) else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if abs(number) < float("inf") else None


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


_READERS: Final[dict[FieldType, Callable[[str], str | float | None]]] = {
    FieldType.EMAIL: _email,
    FieldType.PHONE: _phone,
    FieldType.NUMBER: _number,
    FieldType.DATE: _date,
}


def submitted_event(
    form: Form, answers: Answers, visitor: Visitor, *, nonce: str, now: datetime
) -> RawEvent:
    """The event of a submission; sent twice from one page it is one event."""
    identities = {ANONYMOUS_KIND: visitor.anonymous_id} if visitor.anonymous_id else {}
    attributes: dict[str, object] = {}
    for each in form.definition.fields:
        value = answers.values.get(each.name)
        if value is None:
            continue
        if each.identity:
            identities[each.identity] = _text(value)
        if each.attribute:
            attributes[each.attribute] = value
    if not identities:
        identities = {ANONYMOUS_KIND: f"form-{nonce}"}
    event = RawEvent(
        name=EVENT_SUBMITTED,
        event_id=f"form:{form.form_id}:{nonce}",
        time_ms=int(now.timestamp() * 1000),
        identities=identities,
        properties={
            "form": form.name,
            "form_id": form.form_id,
            **({"consented": True} if form.definition.consent else {}),
            **answers.values,
        },
        attributes=attributes,
        channel="web",
        referrer=visitor.referrer,
        url=visitor.page,
        user_agent=visitor.user_agent,
        ip=visitor.ip,
    )
    return msgspec.structs.replace(event, **_utm_of(visitor.page))


_UTM: Final = ("source", "medium", "campaign", "term", "content")


def _utm_of(page: str) -> dict[str, str]:
    """What the page's address says of the campaign; nothing where it is no address."""
    try:
        asked = parse_qs(urlsplit(page).query)
    except ValueError:
        return {}
    return {name: asked.get(f"utm_{name}", [""])[0][:200] for name in _UTM}


def _text(value: str | float | bool) -> str:  # noqa: FBT001 - a value, not a switch
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
