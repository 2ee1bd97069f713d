"""Values that tell who somebody is, hidden in answers, and found again where somebody points at one of them.

What is hidden is told apart as the values are: two that look alike once they are masked get a number, in the order in
which the answer has them. So whoever sees `138****5678 (2)` may ask for the people of just that group.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from stayflow.access.masking import mask

Hides = Callable[[str, str], bool]
"""Whether a value is masked, by the name of its property or attribute ('' has none) and the value."""
GROUP: Final = "by"
"""Below it stand the keys of breakdowns, which are names of properties and attributes unless the answer says of what
they hold values; elsewhere names of our own fields."""
MARK: Final = "*"
"""Stands in every value that is masked."""


class Hiding:
    """The masks of one answer.

    Args:
        hides: Which values are masked.
        holds: Of which property the values of a field are, by field: `{"name": "phone"}` for the steps of a path.
    """

    def __init__(self, hides: Hides, holds: Mapping[str, str] | None = None) -> None:
        self._hides, self._holds = hides, holds or {}
        self._shown: dict[str, str] = {}
        self._meant: dict[str, str] = {}

    @property
    def meant(self) -> Mapping[str, str]:
        """The values by what is shown of them."""
        return self._meant

    def hide(self, raw: Any, name: str = "") -> Any:  # noqa: ANN401 - whatever an answer holds
        """A part of an answer as JSON, without values that are masked; `name` is of what holds it."""
        if isinstance(raw, Mapping):
            return {
                key: self._group(each)
                if key == GROUP
                else self.hide(each, self._holds.get(key, ""))
                for key, each in raw.items()
            }
        if isinstance(raw, list):
            return [self.hide(each, name) for each in raw]
        return self._mask(raw) if isinstance(raw, str) and raw and self._hides(name, raw) else raw

    def _group(self, raw: Any) -> Any:  # noqa: ANN401 - whatever an answer holds
        if not isinstance(raw, Mapping):
            return self.hide(raw)
        return {
            name: self._mask(str(value))
            if _is_value(value)
            and self._hides(self._holds.get(f"{GROUP}.{name}", name), str(value))
            else value
            for name, value in raw.items()
        }

    def _mask(self, value: str) -> str:
        if value in self._shown:
            return self._shown[value]
        masked = shown = mask(value)
        count = 1
        while shown in self._meant:
            count += 1
            shown = f"{masked} ({count})"
        self._shown[value], self._meant[shown] = shown, value
        return shown


def hide_values(raw: Any, hides: Hides) -> Any:  # noqa: ANN401 - whatever holds answers
    """Answers as JSON, wherever they stand in it, without values that are masked."""
    if isinstance(raw, Mapping) and {"kind", "result", "definition"} <= raw.keys():
        return Hiding(hides, raw.get("holds")).hide(raw)
    if isinstance(raw, Mapping):
        return {key: hide_values(each, hides) for key, each in raw.items()}
    if isinstance(raw, list):
        return [hide_values(each, hides) for each in raw]
    return mask(raw) if isinstance(raw, str) and raw and hides("", raw) else raw


def names_masked(who: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether a cell may be named by what is shown of a masked value."""
    if isinstance(who, Mapping):
        return any(names_masked(each) for each in who.values())
    if isinstance(who, list):
        return any(names_masked(each) for each in who)
    return isinstance(who, str) and MARK in who


def find_meant(who: Any, meant: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON
    """A cell with the values that are meant by what is shown of them."""
    if isinstance(who, Mapping):
        return {name: find_meant(each, meant) for name, each in who.items()}
    if isinstance(who, list):
        return [find_meant(each, meant) for each in who]
    return meant.get(who, who) if isinstance(who, str) else who


def _is_value(value: object) -> bool:
    """A text or a number: yes and no tell nobody."""
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""
