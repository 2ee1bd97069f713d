"""The path of an address, for formats that send the address only."""

from urllib.parse import urlsplit


def path_of(url: str) -> str:
    """The path in an address; empty where there is none.

    >>> path_of("https://shop.example/p/1?utm_source=a"), path_of("http://[")
    ('/p/1', '')
    """
    try:
        return urlsplit(url).path
    except ValueError:
        return ""


def with_path(fields: dict[str, str]) -> dict[str, str]:
    """The fields of an event, with the path of its `url` where it names none itself."""
    if fields.get("url") and not fields.get("path"):
        return {**fields, "path": path_of(fields["url"])}
    return fields
