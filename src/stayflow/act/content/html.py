"""Reading and changing the links of an HTML body without touching anything else of it."""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser
from itertools import accumulate

UrlFor = Callable[[str], str]

_ATTRIBUTE = re.compile(r"""\s+([^\s=>/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?""")
_TEXT_URL = re.compile(r"""https?://[^\s<>"'，。；：！？、（）【】《》“”]+""", re.IGNORECASE)
_TRAILING = ".,;:!?)]}"
_NEVER = re.compile(r"^\s*(javascript|vbscript|data)\s*:", re.IGNORECASE)
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol"})
_SILENT = frozenset({"style", "script", "head", "title"})


def is_web(url: str) -> bool:
    """True for http and https addresses: the only ones that are rewritten and redirected to."""
    return url.lower().startswith(("http://", "https://"))


def rewrite_html(html: str, url_for: UrlFor) -> str:
    """The body with every web link replaced by `url_for(link)`.

    Only the values of `href` change. Mail, phone and fragment links stay; `javascript:` and the
    like lose their target.
    """
    finder = _TagFinder()
    finder.feed(html)
    finder.close()
    starts = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
    pieces: list[str] = []
    done = 0
    for line, column, tag in finder.tags:
        start = starts[line - 1] + column
        pieces += [html[done:start], _rewrite_tag(tag, url_for)]
        done = start + len(tag)
    return "".join([*pieces, html[done:]])


def rewrite_text(text: str, url_for: UrlFor) -> str:
    """The plain text with every web address replaced by `url_for(address)`; closing marks stay."""

    def replace(match: re.Match[str]) -> str:
        url = match[0].rstrip(_TRAILING)
        return url_for(url) + match[0][len(url) :]

    return _TEXT_URL.sub(replace, text)


def add_pixel(html: str, url: str) -> str:
    """The body with an invisible picture at its end."""
    pixel = f'<img src="{escape(url)}" width="1" height="1" alt="" style="display:block">'
    return insert_at_end(html, pixel)


def insert_at_end(html: str, addition: str) -> str:
    """The body with `addition` before its closing tag, or behind it all when there is none."""
    end = html.lower().rfind("</body>")
    return html + addition if end < 0 else html[:end] + addition + html[end:]


def text_of(html: str) -> str:
    """The body as plain text: blocks on lines of their own, a link's address behind its words."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _TagFinder(HTMLParser):
    """Where each link tag stands: (line, column, its text)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[int, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"a", "area"} and any(name == "href" for name, _ in attrs):
            line, column = self.getpos()
            self.tags.append((line, column, self.get_starttag_text() or ""))


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "a":
            self._targets.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "a" and self._targets:
            target = self._targets.pop()
            self.pieces.append(f" {target} " if is_web(target) else "")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data.replace("\n", " "))


def _rewrite_tag(tag: str, url_for: UrlFor) -> str:
    for match in _ATTRIBUTE.finditer(tag):
        if match[1].lower() != "href" or match[2] is None:
            continue
        url = unescape(match[2].strip("\"'")).strip()
        if is_web(url):
            target = url_for(url)
        elif _NEVER.match(url):
            target = "#"
        else:
            return tag
        return f'{tag[: match.start(2)]}"{escape(target)}"{tag[match.end(2) :]}'
    return tag
