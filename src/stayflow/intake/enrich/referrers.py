"""Where a visit came from: search engine and its word, medium, and campaign parameters of the URL.

Hosts and their query parameters are common knowledge of each engine's own result pages; most hide
the word today, and it stays empty then.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs, urlsplit

_LONGEST: Final = 4_000
_FIELDS_MAX: Final = 50
_HOSTS_CACHED: Final = 20_000
_HOST: Final = re.compile(r"\s*[A-Za-z][A-Za-z0-9+.-]*://(?:[^/?#@\s]*@)?([^/?#@:\s\[\]]+)")


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
    host = host_of(referrer)
    if not host:
        return Origin()
    kind = _kind_of(host)
    if not kind.parameters:
        return Origin(host, medium=kind.medium)
    said = _fields(referrer)
    word = next((said[each][0].strip() for each in kind.parameters if said.get(each)), "")
    return Origin(host, kind.engine, word, kind.medium)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a host is; `parameters` hold the word in the query of a search engine."""

    medium: str
    engine: str = ""
    parameters: tuple[str, ...] = ()


@lru_cache(_HOSTS_CACHED)
def _kind_of(host: str) -> _Kind:
    ends = _ends(host)
    if any(end in EMAIL for end in ends):
        return _Kind("email")
    if any(end in SOCIAL for end in ends):
        return _Kind("social")
    engine = _engine(host, ends)
    return _Kind("organic", *engine) if engine else _Kind("referral")


def read_campaign(url: str) -> dict[str, str]:
    """The campaign parameters of an address, by the field they fill.

    >>> read_campaign("https://a.cn/?utm_source=wx&utm_medium=cpc&x=1")
    {'source': 'wx', 'medium': 'cpc'}
    """
    said = _fields(url) if "utm_" in url else {}
    return {field: said[name][0] for name, field in CAMPAIGN_PARAMETERS.items() if said.get(name)}


def host_of(url: str) -> str:
    """Host of an address without `www.`; empty when it has none.

    >>> host_of("https://user@WWW.a.cn:8080/x?y"), host_of("a.cn/x")
    ('a.cn', '')
    """
    found = _HOST.match(url, 0, _LONGEST)
    return found[1].lower().removeprefix("www.") if found else ""


def _fields(url: str) -> dict[str, list[str]]:
    """The fields of the query; one of very many is of no page that a person came from."""
    try:
        query = urlsplit(url[:_LONGEST].strip()).query
    except ValueError:
        return {}
    return parse_qs(query) if query.count("&") < _FIELDS_MAX else {}


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
