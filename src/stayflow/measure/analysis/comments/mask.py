"""Taking out of a text what tells who wrote it: addresses, numbers, links."""

import re
from typing import Final

_MASKS: Final = (
    (re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE), "[link]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+", re.ASCII), "[mail]"),
    (re.compile(r"@[\w.-]{2,}"), "[name]"),
    (re.compile(r"\+?\d(?:[\s().-]?\d){4,}"), "[number]"),
    (re.compile(r"(?:微信|wechat|qq)[号:：\s]*[a-z][\w-]{4,}", re.IGNORECASE), "[name]"),
)


def mask_text(text: str, *, length: int) -> str:
    """A text of at most `length` characters without addresses, long numbers, links and handles.

    Names that somebody wrote into a sentence stay: nothing tells them from other words.
    """
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    text = " ".join(text.split())
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
