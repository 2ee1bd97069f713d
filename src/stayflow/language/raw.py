"""Reading what a caller sent: a JSON value and its path give a typed value, or a word on what is wrong."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from stayflow.kernel.errors import InvalidInput, nearest

SHOWN_MAX = 60
"""Characters of a caller's value repeated in an error: one line of a terminal."""

JsonObject = Mapping[str, object]


class Malformed(InvalidInput):
    """A value of the wrong type or shape; `path` says where."""

    code = "malformed"


def shown(raw: object) -> str:
    """A caller's value as it stands in an error: text in double quotes, shortened.

    >>> shown("x"), shown(3), shown(None)
    ('"x"', '3', 'nothing')
    """
    if raw is None:
        return "nothing"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    text = f'"{raw}"' if isinstance(raw, str) else str(raw)
    return text if len(text) <= SHOWN_MAX else f"{text[: SHOWN_MAX - 1]}…"


def join(path: str, key: str) -> str:
    """The path of a field below `path`.

    >>> join("all[1].did", "count"), join("", "all")
    ('all[1].did.count', 'all')
    """
    return f"{path}.{key}" if path else key


def read_object(raw: object, path: str, *, known: Sequence[str] = ()) -> JsonObject:
    """An object; with `known`, one that has no other fields.

    Raises:
        Malformed: It is no object, or has an unknown field (the error lists the nearest).
    """
    if not isinstance(raw, Mapping):
        raise Malformed(f"expected an object, got {shown(raw)}", path=path or None)
    for key in raw:
        if known and key not in known:
            raise Malformed(
                f"unknown field {shown(str(key))}{nearest(str(key), list(known))}; known: {', '.join(known)}",
                path=join(path, str(key)),
            )
    return raw


def read_list(raw: object, path: str) -> Sequence[object]:
    """A list.

    Raises:
        Malformed: It is none.
    """
    if isinstance(raw, list | tuple):
        return raw
    raise Malformed(f"expected a list, got {shown(raw)}", path=path or None)


def read_text(raw: object, path: str) -> str:
    """A text that is not empty.

    Raises:
        Malformed: It is none, or empty.
    """
    if isinstance(raw, str) and raw:
        return raw
    raise Malformed(f"expected a text, got {shown(raw)}", path=path or None)


def read_number(raw: object, path: str) -> float:
    """A finite number.

    Raises:
        Malformed: It is none.
    """
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < float("inf"):
        return raw
    raise Malformed(f"expected a number, got {shown(raw)}", path=path or None)


def read_boolean(raw: object, path: str) -> bool:
    """True or false.

    Raises:
        Malformed: It is neither.
    """
    if isinstance(raw, bool):
        return raw
    raise Malformed(f"expected true or false, got {shown(raw)}", path=path or None)


def read_choice(raw: object, path: str, known: Sequence[str]) -> str:
    """One of the known words.

    Raises:
        Malformed: It is none of them (the error lists the nearest).
    """
    if isinstance(raw, str) and raw in known:
        return raw
    raise Malformed(
        f"expected one of {', '.join(known)}, got {shown(raw)}{nearest(str(raw), list(known))}",
        path=path or None,
    )


def read_texts(raw: object, path: str) -> tuple[str, ...]:
    """A text, or a list of texts that is not empty.

    Raises:
        Malformed: It is neither.
    """
    if isinstance(raw, str) or raw is None:
        return (read_text(raw, path),)
    texts = tuple(
        read_text(each, f"{path}[{index}]") for index, each in enumerate(read_list(raw, path))
    )
    if not texts:
        raise Malformed("expected at least one text, got none", path=path or None)
    return texts


def read_date(raw: object, path: str) -> date:
    """A date `YYYY-MM-DD` between 1900 and 2199 (a date that YAML has read already passes).

    Raises:
        Malformed: It is none.
    """
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        day = date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year < 2200:  # noqa: PLR2004  what DateTime64 can hold
        raise Malformed(f"expected a date such as 2026-01-31, got {shown(raw)}", path=path or None)
    return day
