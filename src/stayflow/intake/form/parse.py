"""Reading a form's definition."""

import re
from collections import Counter
from typing import Final
from urllib.parse import urlsplit

import msgspec

from stayflow.intake.form.errors import FormInvalid
from stayflow.intake.form.model import Definition, FieldType, FormField
from stayflow.language.raw import (
    JsonObject,
    join,
    read_boolean,
    read_choice,
    read_list,
    read_object,
)

FIELDS_MAX: Final = 50
OPTIONS_MAX: Final = 200
TEXT_MAX: Final = 2_000
_FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_KIND: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
OWN_FIELDS: Final = ("token", "consent", "website", "page")
"""Names that the page itself sends."""


def parse_definition(raw: object) -> Definition:
    """What a form asks.

    Raises:
        FormInvalid: A part does not fit.
    """
    fields = read_object(raw, "", known=Definition.__struct_fields__)
    asked = read_list(fields.get("fields"), "fields")
    if not 0 < len(asked) <= FIELDS_MAX:
        raise FormInvalid(f"expected 1 to {FIELDS_MAX} fields", path="fields")
    parsed = tuple(_field(each, f"fields[{index}]") for index, each in enumerate(asked))
    for what in ("name", "identity", "attribute"):
        _check_once(parsed, what)
    origins = read_list(fields.get("embed_on", ["*"]), "embed_on")
    return Definition(
        title=_text(fields, "title", "", is_required=True),
        title_en=_text(fields, "title_en", ""),
        intro=_text(fields, "intro", ""),
        fields=parsed,
        consent=_text(fields, "consent", ""),
        button=_text(fields, "button", ""),
        thanks=_text(fields, "thanks", ""),
        redirect=_url(_text(fields, "redirect", "")),
        embed_on=tuple(_origin(each, f"embed_on[{index}]") for index, each in enumerate(origins)),
    )


def definition_json(definition: Definition) -> JsonObject:
    """A definition as it was posted."""
    return msgspec.convert(msgspec.to_builtins(definition), dict[str, object])


def _field(raw: object, path: str) -> FormField:
    fields = read_object(raw, path, known=FormField.__struct_fields__)
    name = _text(fields, "name", path, is_required=True)
    if not _FIELD_NAME.fullmatch(name) or name in OWN_FIELDS:
        raise FormInvalid(
            "expected lower-case letters, digits and _, and none of the page's own"
            f" ({', '.join(OWN_FIELDS)})",
            path=join(path, "name"),
        )
    kind = FieldType(
        read_choice(
            fields.get("type", "text"), join(path, "type"), [each.value for each in FieldType]
        )
    )
    options = tuple(
        str(each) for each in read_list(fields.get("options") or [], join(path, "options"))
    )
    if (kind is FieldType.CHOICE) != bool(options) or len(options) > OPTIONS_MAX:
        raise FormInvalid(
            f"a choice has 1 to {OPTIONS_MAX} options, and nothing else has any",
            path=join(path, "options"),
        )
    identity = _text(fields, "identity", path)
    if identity and not _KIND.fullmatch(identity):
        raise FormInvalid("expected a kind of identity, such as email", path=join(path, "identity"))
    return FormField(
        name=name,
        label=_text(fields, "label", path, is_required=True),
        label_en=_text(fields, "label_en", path),
        type=kind,
        is_required=read_boolean(fields.get("is_required", False), join(path, "is_required")),
        options=options,
        identity=identity,
        attribute=_text(fields, "attribute", path),
        help=_text(fields, "help", path),
    )


def _check_once(fields: tuple[FormField, ...], what: str) -> None:
    seen = Counter(getattr(each, what) for each in fields)
    for index, each in enumerate(fields):
        value = getattr(each, what)
        if value and seen[value] > 1:
            raise FormInvalid(
                f'two fields have the {what} "{value}"', path=f"fields[{index}].{what}"
            )


def _text(fields: JsonObject, name: str, path: str, *, is_required: bool = False) -> str:
    raw = fields.get(name) or ""
    if not isinstance(raw, str) or len(raw) > TEXT_MAX or (is_required and not raw.strip()):
        raise FormInvalid(
            f"expected a text of {1 if is_required else 0} to {TEXT_MAX} characters",
            path=join(path, name),
        )
    return raw.strip()


def _url(url: str) -> str:
    if not url:
        return url
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise FormInvalid("expected http(s)://host/path", path="redirect")
    return url


def _origin(raw: object, path: str) -> str:
    if raw == "*":
        return "*"
    parts = urlsplit(raw) if isinstance(raw, str) else urlsplit("")
    if parts.scheme not in {"http", "https"} or not re.fullmatch(r"[a-zA-Z0-9.:-]+", parts.netloc):
        raise FormInvalid("expected an origin such as https://shop.com, or *", path=path)
    return f"{parts.scheme}://{parts.netloc}"
