"""Values as people write them, brought to one form so that equal things look equal.

Set-based over Arrow; a value that does not fit its kind becomes null or stays plain text, never an
error. Unicode NFKC makes full-width digits and letters plain.
"""

from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.match.model import FieldKind
from stayflow.intake.match.pinyin import spell

MAIN: Final = ""
SOUND: Final = "_sound"
USER: Final = "_user"
DOMAIN: Final = "_domain"
DAY: Final = "_day"
INTEGER_SUFFIXES: Final = frozenset({DAY})
# An international number of China without its prefix; others keep theirs.
_CHINA = r"^86(1\d{10})$"
_DATE = r"^\D*(?P<y>\d{4})\D*(?P<m>\d{1,2})\D*(?P<d>\d{1,2})"
_PHONE_MIN = 6


def standardise(kind: FieldKind, values: pa.StringArray) -> dict[str, pa.Array]:
    """The standard columns of a field, by suffix; `""` is the field itself.

    >>> standardise(FieldKind.PHONE, pa.array(["+86 138-0013-8000", "１３８００１３８０００"]))[
    ...     ""
    ... ].to_pylist()
    ['13800138000', '13800138000']
    """
    match kind:
        case FieldKind.NAME | FieldKind.GIVEN_NAME | FieldKind.FAMILY_NAME:
            names = _words(values)
            return {MAIN: names, SOUND: spell(names)}
        case FieldKind.EMAIL:
            return _email(values)
        case FieldKind.PHONE:
            return {MAIN: _phone(values)}
        case FieldKind.DATE:
            return _date(values)
        case FieldKind.CODE:
            return {
                MAIN: _null_empty(pc.replace_substring_regex(_plain(values), r"[^\p{L}\p{N}]", ""))
            }
        case FieldKind.ADDRESS | FieldKind.PLACE:
            return {MAIN: _words(values)}


def suffixes_of(kind: FieldKind) -> tuple[str, ...]:
    """The suffixes of a kind's standard columns."""
    return tuple(standardise(kind, pa.array([], pa.string())))


def _plain(values: pa.StringArray) -> pa.StringArray:
    """NFKC, lower case, no blanks around."""
    folded = pc.utf8_lower(pc.utf8_normalize(values.cast(pa.string()), form="NFKC"))
    return pc.utf8_trim_whitespace(folded)


def _null_empty(values: pa.StringArray) -> pa.StringArray:
    return pc.if_else(pc.equal(values, ""), None, values)


def _words(values: pa.StringArray) -> pa.StringArray:
    """Letters and digits with single blanks between; blanks between Chinese characters go."""
    spaced = pc.replace_substring_regex(_plain(values), r"[^\p{L}\p{N}]+", " ")
    joined = pc.replace_substring_regex(spaced, r"(\p{Han}) +", r"\1")
    return _null_empty(pc.utf8_trim_whitespace(joined))


def _email(values: pa.StringArray) -> dict[str, pa.StringArray]:
    plain = _null_empty(pc.replace_substring_regex(_plain(values), r"\s+", ""))
    return {
        MAIN: plain,
        USER: _null_empty(pc.replace_substring_regex(plain, "@.*$", "")),
        DOMAIN: _null_empty(pc.replace_substring_regex(plain, "^[^@]*@?", "")),
    }


def _phone(values: pa.StringArray) -> pa.StringArray:
    digits = pc.replace_substring_regex(_plain(values), r"\D", "")
    digits = pc.replace_substring_regex(digits, "^0+", "")
    digits = pc.replace_substring_regex(digits, _CHINA, r"\1")
    return pc.if_else(pc.greater_equal(pc.utf8_length(digits), _PHONE_MIN), digits, None)


def _date(values: pa.StringArray) -> dict[str, pa.Array]:
    """Year, month and day in that order, however they are parted; and as a day's number."""
    found = pc.extract_regex(_plain(values), pattern=_DATE)
    year, month, day = (pc.struct_field(found, [part]) for part in range(3))
    written = pc.binary_join_element_wise(
        year,
        pc.utf8_lpad(month, width=2, padding="0"),
        pc.utf8_lpad(day, width=2, padding="0"),
        "-",
    )
    days = pc.strptime(written, format="%Y-%m-%d", unit="s", error_is_null=True)
    return {MAIN: written, DAY: days.cast(pa.date32()).cast(pa.int32())}
