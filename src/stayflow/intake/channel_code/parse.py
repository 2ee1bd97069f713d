"""Reading a channel code's definition."""

import re
from typing import Final
from urllib.parse import urlsplit

from stayflow.intake.channel_code.errors import ChannelCodeInvalid
from stayflow.intake.channel_code.model import Definition
from stayflow.intake.channel_code.visit import UTM
from stayflow.language.raw import JsonObject, join, read_object

TARGET_MAX: Final = 2_000
TEXT_MAX: Final = 200
PARAMETERS_MAX: Final = 20
_PARAMETER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,59}")


def parse_definition(raw: object) -> Definition:
    """Where a code leads.

    Raises:
        ChannelCodeInvalid: A field does not fit.
    """
    fields = read_object(raw, "", known=Definition.__struct_fields__)
    target = _text(fields, "target", most=TARGET_MAX)
    try:
        parts = urlsplit(target)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        fits = False
    if not fits or not target.isascii() or any(letter <= " " for letter in target):
        raise ChannelCodeInvalid(
            "expected http(s)://host/path in ASCII, as a browser's address bar copies it",
            path="target",
        )
    parameters = read_object(fields.get("parameters") or {}, "parameters")
    if len(parameters) > PARAMETERS_MAX:
        raise ChannelCodeInvalid(f"at most {PARAMETERS_MAX} parameters", path="parameters")
    told: dict[str, str] = {}
    for name, value in parameters.items():
        path = join("parameters", name)
        if not _PARAMETER.fullmatch(name) or name in {"code", "code_name"}:
            raise ChannelCodeInvalid("expected a name of letters, digits, _ . and -", path=path)
        if not isinstance(value, str) or len(value) > TEXT_MAX:
            raise ChannelCodeInvalid(f"expected a text of at most {TEXT_MAX} characters", path=path)
        told[name] = value
    words = {name: _text(fields, name, most=TEXT_MAX) for name in UTM}
    return Definition(target=target, parameters=told, **words)


def _text(fields: JsonObject, name: str, *, most: int) -> str:
    raw = fields.get(name) or ""
    if not isinstance(raw, str) or len(raw) > most:
        raise ChannelCodeInvalid(f"expected a text of at most {most} characters", path=name)
    return raw.strip()
