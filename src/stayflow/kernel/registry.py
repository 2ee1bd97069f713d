"""Where plugs are gathered by name: facets, analyses, channels, protocols."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from stayflow.kernel.errors import Conflict, InvalidInput, nearest

Plug = TypeVar("Plug")


class Registry(Generic[Plug]):
    """Plugs of one kind by name, in the order they were registered."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._plugs: dict[str, Plug] = {}

    def register(self, name: str, plug: Plug) -> None:
        """Add `plug` as `name`.

        Raises:
            Conflict: The name is taken.
        """
        if name in self._plugs:
            raise Conflict(f"{self.kind} {name!r} is registered twice")
        self._plugs[name] = plug

    def get(self, name: str, *, path: str | None = None) -> Plug:
        """The plug called `name`.

        Raises:
            InvalidInput: There is none; the message lists the nearest names.
        """
        try:
            return self._plugs[name]
        except KeyError:
            known = ", ".join(self._plugs)
            raise InvalidInput(
                f"unknown {self.kind} {name!r}; known are {known}{nearest(name, list(self._plugs))}",
                path=path,
            ) from None

    def names(self) -> tuple[str, ...]:
        """All names, in order of registration."""
        return tuple(self._plugs)

    def __iter__(self) -> Iterator[Plug]:
        return iter(self._plugs.values())

    def __contains__(self, name: str) -> bool:
        return name in self._plugs

    def __len__(self) -> int:
        return len(self._plugs)
