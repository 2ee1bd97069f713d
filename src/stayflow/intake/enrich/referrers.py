"""Where a visit came from: search engine and its word, medium, and campaign parameters of the URL.

Hosts and their query parameters are common knowledge of each engine's own result pages; most hide
the word today, and it stays empty then.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

_LONGEST: Final = 4_000
_FIELDS_MAX: Final = 50


@dataclass(frozen=True, slots=True)
class Origin:
    """What a referrer says.

    Attributes:
        host: Of the referring page, without `www.`.
        engine: Name of the search engine; empty when it is none.
        keyword: What was searched for; empty when the engine hides it.
        medium: organic, social, email or referral; empty without a host.
    """

    host: str = ""
    engine: str = ""
    keyword: str = ""
    medium: str = ""


ENGINES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "baidu.com": ("baidu", ("wd", "word", "kw")),
    "sogou.com": ("sogou", ("query", "keyword", "word")),
    "so.com": ("360", ("q",)),
    "haosou.com": ("360", ("q",)),
    "sm.cn": ("shenma", ("q",)),
    "so.toutiao.com": ("toutiao", ("keyword",)),
    "quark.sm.cn": ("quark", ("q",)),
    "youdao.com": ("youdao", ("q",)),
    "chinaso.com": ("chinaso", ("q",)),
    "bing.com": ("bing", ("q",)),
    "duckduckgo.com": ("duckduckgo", ("q",)),
    "ecosia.org": ("ecosia", ("q",)),
    "search.brave.com": ("brave", ("q",)),
    "startpage.com": ("startpage", ("query", "q")),
    "qwant.com": ("qwant", ("q",)),
    "naver.com": ("naver", ("query",)),
    "daum.net": ("daum", ("q",)),
    "seznam.cz": ("seznam", ("q",)),
    "petalsearch.com": ("petal", ("query",)),
    "ask.com": ("ask", ("q",)),
    "aol.com": ("aol", ("q", "query")),
}
"""Search engines by the end of their host; those with a domain per country are `_FAMILIES`."""

_FAMILIES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "google": ("google", ("q", "query")),
    "yandex": ("yandex", ("text",)),
    "yahoo": ("yahoo", ("p", "q")),
    "coccoc": ("coccoc", ("query",)),
}

# google.com, google.de, google.com.hk, google.co.uk; not google.example.com.
_COUNTRY_DOMAIN: Final = re.compile(
    rf"(?:^|\.)({'|'.join(_FAMILIES)})\.(?:com|[a-z]{{2}}|com?\.[a-z]{{2}})$"
)

SOCIAL: Final = frozenset({
    "weibo.com", "weibo.cn", "t.cn", "zhihu.com", "xiaohongshu.com", "xhslink.com", "douyin.com",
    "iesdouyin.com", "kuaishou.com", "bilibili.com", "b23.tv", "douban.com", "tieba.baidu.com",
    "mp.weixin.qq.com", "weixin.qq.com", "qzone.qq.com", "toutiao.com", "facebook.com", "fb.com",
    "m.me", "instagram.com", "x.com", "twitter.com", "t.co", "linkedin.com", "lnkd.in",
    "youtube.com", "youtu.be", "tiktok.com", "reddit.com", "pinterest.com", "quora.com",
    "threads.net", "bsky.app", "mastodon.social", "telegram.org", "t.me", "vk.com", "ok.ru",
    "snapchat.com", "news.ycombinator.com", "discord.com", "whatsapp.com", "line.me",
})  # fmt: skip
EMAIL: Final = frozenset({
    "mail.qq.com", "mail.163.com", "mail.126.com", "mail.google.com", "outlook.live.com",
    "outlook.office.com", "mail.yahoo.com", "mail.sina.com.cn", "mail.aliyun.com",
    "mail.proton.me",
})  # fmt: skip
CAMPAIGN_PARAMETERS: Final[Mapping[str, str]] = {
    "utm_source": "source",
    "utm_medium": "medium",
    "utm_campaign": "campaign",
    "utm_term": "term",
    "utm_content": "content",
}


def read_referrer(referrer: str) -> Origin:
    """What a referrer says; nothing when it is no web address.

    >>> read_referrer("https://www.baidu.com/s?wd=%E7%95%99%E9%87%8F")
    Origin(host='baidu.com', engine='baidu', keyword='留量', medium='organic')
    """
    host, query = _parts(referrer)
    if not host:
        return Origin()
    ends = _ends(host)
    if any(end in EMAIL for end in ends):
        return Origin(host, medium="email")
    if any(end in SOCIAL for end in ends):
        return Origin(host, medium="social")
    engine = _engine(host, ends)
    if engine is None:
        return Origin(host, medium="referral")
    name, parameters = engine
    said = parse_qs(query) if query else {}
    word = next((said[each][0].strip() for each in parameters if said.get(each)), "")
    return Origin(host, name, word, "organic")


def read_campaign(url: str) -> dict[str, str]:
    """The campaign parameters of an address, by the field they fill.

    >>> read_campaign("https://a.cn/?utm_source=wx&utm_medium=cpc&x=1")
    {'source': 'wx', 'medium': 'cpc'}
    """
    _, query = _parts(url)
    if "utm_" not in query:
        return {}
    said = parse_qs(query)
    return {field: said[name][0] for name, field in CAMPAIGN_PARAMETERS.items() if said.get(name)}


def host_of(url: str) -> str:
    """Host of an address without `www.`; empty when it has none."""
    return _parts(url)[0]


def _parts(url: str) -> tuple[str, str]:
    """Host and query; a query of very many fields is no page that a person came from."""
    try:
        parts = urlsplit(url[:_LONGEST].strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return "", ""
    return host, parts.query if parts.query.count("&") < _FIELDS_MAX else ""


def _ends(host: str) -> list[str]:
    """The host and every domain it is in: `m.baidu.com`, `baidu.com`, `com`."""
    labels = host.split(".")
    return [".".join(labels[first:]) for first in range(len(labels))]


def _engine(host: str, ends: list[str]) -> tuple[str, tuple[str, ...]] | None:
    for end in ends:
        if end in ENGINES:
            return ENGINES[end]
    family = _COUNTRY_DOMAIN.search(host)
    return _FAMILIES[family[1]] if family else None
