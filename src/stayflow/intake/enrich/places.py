"""Addresses to country, province and city, by a data file that the operator provides."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import maxminddb
import pyarrow as pa

from stayflow.kernel.errors import InvalidInput

_CACHED_MAX: Final = 200_000
# Names as the file gives them; not every file has every language.
_LANGUAGES: Final = ("zh-CN", "en")


class GeoFileUnreadable(InvalidInput):
    """The data file of places is missing or is no MMDB file."""

    code = "geo_file_unreadable"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is; empty where unknown."""

    country: str = ""
    province: str = ""
    city: str = ""


NOWHERE: Final = Place()


class Places:
    """An open MMDB file in the form of GeoLite2 City, as DB-IP and others have it too."""

    def __init__(self, file: Path) -> None:
        try:
            self._reader = maxminddb.open_database(file)
        except (OSError, ValueError, maxminddb.InvalidDatabaseError) as error:
            raise GeoFileUnreadable(
                f"{file} cannot be read as MMDB: {error}", path="STAYFLOW_GEOIP_FILE"
            ) from None
        self._known: dict[str, Place] = {}

    def find(self, addresses: pa.Array) -> tuple[pa.Array, pa.Array, pa.Array]:
        """Country (ISO code), province and city of each address, asked once per distinct one."""
        encoded = addresses.dictionary_encode()
        places = [self._place(text) for text in encoded.dictionary.to_pylist()]
        country, province, city = (
            pa.array([getattr(place, name) for place in places], pa.string()).take(encoded.indices)
            for name in ("country", "province", "city")
        )
        return country, province, city

    def _place(self, address: str) -> Place:
        found = self._known.get(address)
        if found is None:
            if len(self._known) >= _CACHED_MAX:
                self._known.clear()
            found = self._known[address] = self._look_up(address)
        return found

    def _look_up(self, address: str) -> Place:
        try:
            told: Any = self._reader.get(address)
        except ValueError:
            return NOWHERE
        if not isinstance(told, dict):
            return NOWHERE
        parts = told.get("subdivisions") or [{}]
        return Place(
            country=str(told.get("country", {}).get("iso_code", "")),
            province=_name(parts[0]),
            city=_name(told.get("city", {})),
        )


def _name(part: dict[str, Any]) -> str:
    names = part.get("names", {})
    return next((str(names[each]) for each in _LANGUAGES if each in names), "")
