"""Reading the settings of a destination."""

from stayflow.act.destination.errors import DestinationInvalid
from stayflow.act.setting import Setting, SettingKind
from stayflow.language.raw import JsonObject, join
from stayflow.language.sentence import Sentence

PORT_MAX = 65_535
ROWS_MAX_ASKED = Setting(
    "rows_max", Sentence("每次最多行数", "Rows at once, at most"), SettingKind.NUMBER
)


def text(fields: JsonObject, name: str, path: str, *, default: str | None = None) -> str:
    """A text on one line; required without a default.

    Raises:
        DestinationInvalid: It is missing, or no such text.
    """
    raw = fields.get(name)
    if raw is None or raw == "":
        if default is None:
            raise DestinationInvalid(f"the field {name} is required", path=join(path, name))
        return default
    if not isinstance(raw, str) or any(ord(letter) < 32 for letter in raw):  # noqa: PLR2004
        raise DestinationInvalid(f"the field {name} is no text on one line", path=join(path, name))
    return raw


def whole(fields: JsonObject, name: str, path: str, *, default: int, most: int) -> int:
    """A whole number from 1.

    Raises:
        DestinationInvalid: It is none, or greater than `most`.
    """
    raw = fields.get(name)
    if raw is None:
        return default
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw <= most:
        raise DestinationInvalid(
            f"the field {name} is a whole number from 1 to {most}", path=join(path, name)
        )
    return raw
