"""Addresses of clients: whether they lie in given ranges, asked once per distinct address."""

import ipaddress
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from stayflow.kernel.errors import InvalidInput

_CACHED_MAX: Final = 100_000
_UNKNOWN: Final = -1


class AddressRangeInvalid(InvalidInput):
    """A range of addresses that is none."""

    code = "address_range_invalid"


class AddressRanges:
    """A set of ranges such as `10.0.0.0/8` or `2001:db8::/32`; IPv4 stands inside IPv6."""

    def __init__(self, texts: Iterable[str], *, path: str = "addresses") -> None:
        spans = sorted(_span(text, f"{path}[{place}]") for place, text in enumerate(texts))
        self._starts = [first for first, _ in spans]
        self._ends = list(accumulate((last for _, last in spans), max))

    def __bool__(self) -> bool:
        return bool(self._starts)

    def __contains__(self, address: str) -> bool:
        number = _number(address)
        place = bisect_right(self._starts, number) - 1
        return number != _UNKNOWN and place >= 0 and number <= self._ends[place]

    def hold(self, addresses: pa.Array) -> npt.NDArray[np.bool_]:
        """Where an address lies in one of the ranges."""
        encoded = addresses.dictionary_encode()
        held = np.array([text in self for text in encoded.dictionary.to_pylist()], dtype=bool)
        if not held.any():
            return np.zeros(len(addresses), dtype=bool)
        within: npt.NDArray[np.bool_] = held[np.asarray(encoded.indices)]
        return within


@lru_cache(_CACHED_MAX)
def _number(address: str) -> int:
    """The address as a number of 128 bits; `_UNKNOWN` when it is none."""
    try:
        found = ipaddress.ip_address(address.strip())
    except ValueError:
        return _UNKNOWN
    if isinstance(found, ipaddress.IPv4Address):
        return (0xFFFF << 32) | int(found)
    return int(found)


def _span(text: str, path: str) -> tuple[int, int]:
    try:
        network = ipaddress.ip_network(text.strip(), strict=False)
    except ValueError:
        raise AddressRangeInvalid(
            f'"{text}" is no address and no range such as 10.0.0.0/8', path=path
        ) from None
    base = 0xFFFF << 32 if network.version == 4 else 0  # noqa: PLR2004 - a version of IP
    return base | int(network.network_address), base | int(network.broadcast_address)
