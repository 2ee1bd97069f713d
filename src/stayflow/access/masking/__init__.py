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
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+$")


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
    """Whether an attribute is personal data: by its name, or because it holds an e-mail address."""
    return name.lower() in PERSONAL_ATTRIBUTES or (
        isinstance(value, str) and _EMAIL.match(value) is not None
    )


__all__ = ["is_personal_attribute", "is_personal_identity", "mask"]
