"""From a rendered content to the message as it leaves: its links lead over us, and out."""

from dataclasses import dataclass
from html import escape

from stayflow.act.content.html import add_pixel, insert_at_end, rewrite_html, rewrite_text
from stayflow.act.content.model import Rendered

_FOOTER_HTML = (
    '<p style="color:#888;font-size:12px;margin-top:24px">'
    '不想再收到此类邮件？<a href="{url}">退订</a> · '
    'Do not want these messages? <a href="{url}">Unsubscribe</a></p>'
)
_FOOTER_TEXT = "\n\n--\n退订 / Unsubscribe: {url}\n"


@dataclass(frozen=True, slots=True)
class Composed:
    """A message ready to send."""

    subject: str
    html: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of ours that one message carries.

    Attributes:
        click: Target to the address that counts the click and goes there.
    """

    unsubscribe: str
    open: str
    click: dict[str, str]


def urls_of(rendered: Rendered) -> set[str]:
    """Every web address the message leads to."""
    urls: set[str] = set()

    def remember(url: str) -> str:
        urls.add(url)
        return url

    if rendered.html is not None:
        rewrite_html(rendered.html, remember)
    rewrite_text(rendered.text, remember)
    return urls


def compose(rendered: Rendered, addresses: Addresses) -> Composed:
    """Lead the links over us; add the open pixel, and a way to leave where there is none."""

    def click(url: str) -> str:
        return url if url == addresses.unsubscribe else addresses.click[url]

    text = rewrite_text(rendered.text, click)
    if addresses.unsubscribe not in rendered.text:
        text += _FOOTER_TEXT.format(url=addresses.unsubscribe)
    if rendered.html is None:
        return Composed(rendered.subject, None, text)
    html = rewrite_html(rendered.html, click)
    escaped = escape(addresses.unsubscribe)
    if escaped not in html:
        html = insert_at_end(html, _FOOTER_HTML.format(url=escaped))
    return Composed(rendered.subject, add_pixel(html, addresses.open), text)
