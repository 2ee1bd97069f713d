"""Masking: personal data as roles below operator see it. Pure; owns no table."""

import re

PERSONAL_IDENTITIES = frozenset({"email", "phone", "mobile"})
PERSONAL_ATTRIBUTES = frozenset(
    {
        "email",
        "phone",
        "mobile",
        "name",
        "full_name",
        "first_name",
        "last_name",
        "address",
        "id_number",
    }
)
# Shorter values would be given away by what is kept of them.
_ENDS_SHOWN_FROM = 8
_FIRST_SHOWN_FROM = 3
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_PHONE = re.compile(r"(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\+[1-9]\d{7,14}")
"""A mobile number of China, or any number as E.164 writes it."""
_CARD = re.compile(r"\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
"""An identity card of China by GB 11643: a place, a birthday, a number, and a digit that checks the others."""
_CARD_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_CHECKS = "10X98765432"


def mask(text: str) -> str:
    """Keep just enough to recognise the value by, when one knows it already.

    >>> mask("anna@example.com"), mask("13812345678"), mask("Li")
    ('a***@example.com', '138****5678', '*')
    """
    if _EMAIL.match(text):
        name, _, domain = text.partition("@")
        return f"{name[0]}***@{domain}"
    if len(text) >= _ENDS_SHOWN_FROM:
        return f"{text[:3]}****{text[-4:]}"
    return f"{text[0]}*" if len(text) >= _FIRST_SHOWN_FROM else "*"


def is_personal_identity(kind: str) -> bool:
    """Whether values of this identity kind are personal data."""
    return kind in PERSONAL_IDENTITIES


def is_personal_attribute(name: str, value: object) -> bool:
    """Whether an attribute is personal data: by its name, or because of what it holds."""
    return name.lower() in PERSONAL_ATTRIBUTES or (
        isinstance(value, str) and is_personal_value(value)
    )


def is_personal_value(text: str) -> bool:
    """Whether a text tells who somebody is, whatever it is called: an e-mail address, a phone or an identity card."""
    plain = text.strip()
    return bool(_EMAIL.fullmatch(plain) or _PHONE.fullmatch(plain)) or _is_card(plain)


def _is_card(text: str) -> bool:
    if not _CARD.fullmatch(text):
        return False
    weighed = sum(
        int(digit) * weight for digit, weight in zip(text[:-1], _CARD_WEIGHTS, strict=True)
    )
    return _CARD_CHECKS[weighed % len(_CARD_CHECKS)] == text[-1].upper()


__all__ = ["is_personal_attribute", "is_personal_identity", "is_personal_value", "mask"]
