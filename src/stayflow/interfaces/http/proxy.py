"""Who really asks, when a proxy passes the request on: its word counts only if it is one of ours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Final

from stayflow.interfaces.http.asgi import Scope
from stayflow.kernel.settings import SettingInvalid, Settings

_FORWARDED: Final = "forwarded"
_HEADERS: Final = ("x-forwarded-for", _FORWARDED)
_SCHEMES: Final = frozenset({"http", "https"})
_HOPS_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class Hop:
    """What a proxy says of the one before it: `address` is empty where it hides it."""

    address: str
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies in front of the server.

    Attributes:
        networks: Theirs.
        header: In which they name who asked them, lower case.
    """

    networks: tuple[IPv4Network | IPv6Network, ...]
    header: bytes

    def unveil(self, scope: Scope) -> None:
        """Put the address and scheme of the real caller where those of the connection stand."""
        client = scope.get("client")
        address = str(client[0]) if client else ""
        if not self._is_ours(address):
            return
        said = [value for name, value in scope["headers"] if name == self.header]
        if not said:
            return
        text = b",".join(said).decode("latin-1")
        hops = _read_forwarded(text) if self.header == _FORWARDED.encode() else _read_plain(text)
        scheme = ""
        for hop in reversed(hops[-_HOPS_MAX:]):
            if not hop.address or not self._is_ours(address):
                break
            address, scheme = hop.address, hop.scheme
        scope["client"] = (address, 0)
        scheme = scheme or _scheme(scope["headers"], self.header)
        if scheme in _SCHEMES:
            scope["scheme"] = scheme

    def _is_ours(self, address: str) -> bool:
        try:
            number = ip_address(address)
        except ValueError:
            return False
        mapped = getattr(number, "ipv4_mapped", None)
        return any((mapped or number) in network for network in self.networks)


def proxies_of(settings: Settings) -> Proxies | None:
    """The proxies that the settings name; None for none.

    Raises:
        SettingInvalid: What is named is no network, or no header that is read.
    """
    header = settings.text("proxy_header").strip().lower()
    if header not in _HEADERS:
        raise SettingInvalid(f"proxy_header is {' or '.join(_HEADERS)}", path="proxy_header")
    names = [each.strip() for each in settings.text("trusted_proxies").split(",")]
    try:
        networks = tuple(ip_network(each, strict=False) for each in names if each)
    except ValueError as error:
        raise SettingInvalid(f"trusted_proxies: {error}", path="trusted_proxies") from None
    return Proxies(networks, header.encode()) if networks else None


def _read_plain(text: str) -> Sequence[Hop]:
    return [Hop(_bare(each)) for each in text.split(",")]


def _read_forwarded(text: str) -> Sequence[Hop]:
    """RFC 7239: `for=192.0.2.1;proto=https, for="[2001:db8::1]:4711"`."""
    hops = []
    for element in text.split(","):
        pairs = dict(_pair(each) for each in element.split(";"))
        hops.append(Hop(_bare(pairs.get("for", "")), pairs.get("proto", "").lower()))
    return hops


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name.strip().lower(), value.strip().strip('"')


def _bare(text: str) -> str:
    """An address without its port; empty for `unknown` and for names that hide it."""
    told = text.strip().strip('"')
    if told.startswith("["):
        told = told[1:].partition("]")[0]
    elif told.count(":") == 1:
        told = told.partition(":")[0]
    try:
        return str(ip_address(told))
    except ValueError:
        return ""


def _scheme(headers: Iterable[tuple[bytes, bytes]], header: bytes) -> str:
    """What stands beside `x-forwarded-for`."""
    if header == _FORWARDED.encode():
        return ""
    said = [value for name, value in headers if name == b"x-forwarded-proto"]
    return said[-1].decode("latin-1").partition(",")[0].strip().lower() if said else ""
