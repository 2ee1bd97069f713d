"""Which hosts may be spoken to: public ones, and private ones where the operator says so."""

import ipaddress
import socket

from stayflow.stores.outside.errors import AddressRefused, OutsideDown


def is_allowed(address: str, *, allow_private: bool) -> bool:
    """Whether an IP address may be connected to.

    >>> is_allowed("10.0.0.1", allow_private=False), is_allowed("10.0.0.1", allow_private=True)
    (False, True)
    >>> is_allowed("169.254.169.254", allow_private=True)  # where clouds hand out their secrets
    False
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    parsed = mapped or parsed
    return parsed.is_global or (allow_private and not parsed.is_link_local)


def look_up(host: str, port: int, *, allow_private: bool, path: str = "host") -> str:
    """The address to connect to, pinned: a name that answers differently later gains nothing.

    Raises:
        AddressRefused: It is a private one.
        OutsideDown: The name has no address.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutsideDown(f"the host {host} has no address: {error}") from error
    addresses = [str(each[4][0]) for each in found]
    for address in addresses:
        if not is_allowed(address, allow_private=allow_private):
            raise AddressRefused(
                f"{host} is at a private address; the setting allow_private_targets permits that",
                path=path,
            )
    return addresses[0]
