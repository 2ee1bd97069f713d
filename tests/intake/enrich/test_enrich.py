"""Enrichment: what libraries and tables say, filled in only where the event says nothing."""

from urllib.parse import urlsplit

import pyarrow as pa
import pytest
from mmdb_writer import MMDBWriter
from netaddr import IPSet

from stayflow.intake.columns import assemble
from stayflow.intake.enrich import (
    AddressRangeInvalid,
    AddressRanges,
    Enricher,
    GeoFileUnreadable,
    are_crawlers,
    host_of,
    open_enricher,
)
from stayflow.intake.enrich.referrers import read_campaign, read_referrer
from stayflow.kernel.settings import load_settings
from stayflow.language.event import EventPack, RawEvent

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Mobile/15E148 MicroMessenger/8.0.44 NetType/WIFI Language/zh_CN"
)
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15"


def enriched(*events, by=None, source="t"):
    columns = assemble(source, [EventPack(source=source, received_at_ms=0, events=events)])
    context = (by or Enricher()).enrich(columns).context
    rows = len(columns)
    return {
        name: values.to_pylist() if len(values) == rows else None
        for name, values in context.items()
    }


def test_a_user_agent_tells_device_system_and_browser():
    told = enriched(*(RawEvent(user_agent=text) for text in (IPHONE, WINDOWS, MAC, "")))
    assert told["device"] == ["iPhone", "PC", "Mac", ""]
    assert told["os"] == ["iOS", "Windows", "Mac OS X", ""]
    assert told["browser"] == ["WeChat Browser", "Chrome", "Safari", ""]


def test_what_the_event_says_itself_stays():
    told = enriched(RawEvent(user_agent=IPHONE, os="iPadOS"), RawEvent(user_agent=IPHONE))
    assert told["os"] == ["iPadOS", "iOS"]


def test_our_own_rooms_are_not_enriched():
    assert "os" not in enriched(RawEvent(user_agent=IPHONE), source="act")


@pytest.mark.parametrize(
    ("agent", "expected"),
    [
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0 Safari/537.36", True),
        ("Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com)", True),
        (IPHONE, False),
        (WINDOWS, False),
        (MAC, False),
        ("okhttp/4.9.3", False),
        ("python-requests/2.32", False),
        ("analytics-python/2.3.2", False),
        ("", False),
    ],
)  # fmt: skip
def test_crawlers_are_told_from_people_and_from_servers(agent, expected):
    assert are_crawlers(pa.array([agent, WINDOWS])).tolist() == [expected, False]


@pytest.mark.parametrize(
    ("referrer", "expected"),
    [
        ("https://www.baidu.com/s?wd=%E7%95%99%E9%87%8F&ie=utf-8", ("baidu", "留量", "organic")),
        ("https://m.baidu.com/from=844b/s?word=x+y", ("baidu", "x y", "organic")),
        ("https://www.google.co.uk/search?q=retention", ("google", "retention", "organic")),
        ("https://www.google.com/", ("google", "", "organic")),
        ("https://cn.bing.com/search?q=a", ("bing", "a", "organic")),
        ("https://www.sogou.com/web?query=a", ("sogou", "a", "organic")),
        ("https://so.m.sm.cn/s?q=a", ("shenma", "a", "organic")),
        ("https://yandex.ru/search/?text=a", ("yandex", "a", "organic")),
        ("https://mail.google.com/mail/u/0", ("", "", "email")),
        ("https://tieba.baidu.com/p/1?wd=x", ("", "", "social")),
        ("https://weibo.com/1", ("", "", "social")),
        ("https://t.co/abc", ("", "", "social")),
        ("https://partner.example.com/a?q=x", ("", "", "referral")),
        ("https://google.example.com/?q=x", ("", "", "referral")),
        ("https://www.google.com.hk/?q=x", ("google", "x", "organic")),
        ("android-app://com.google.android.gm", ("", "", "referral")),
        ("not an address", ("", "", "")),
        ("http://[", ("", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_referrer_tells_engine_word_and_medium(referrer, expected):
    found = read_referrer(referrer)
    assert (found.engine, found.keyword, found.medium) == expected


def test_the_own_pages_and_named_campaigns_have_no_referral():
    told = enriched(
        RawEvent(referrer="https://shop.cn/a", url="https://www.shop.cn/b"),
        RawEvent(referrer="https://weibo.com/1", url="https://shop.cn/?utm_source=wb"),
        RawEvent(referrer="https://weibo.com/1", url="https://shop.cn/"),
        RawEvent(referrer="https://www.baidu.com/s?wd=x"),
    )
    assert told["medium"] == ["", "", "social", "organic"]
    assert told["search_engine"] == ["", "", "", "baidu"]
    assert told["keyword"] == ["", "", "", "x"]
    assert told["source"] == ["", "wb", "", ""]


def test_campaign_parameters_count_only_where_the_protocol_names_no_campaign():
    url = (
        "https://a.cn/?utm_source=wx&utm_medium=cpc&utm_campaign=%E6%98%A5&utm_term=t&utm_content=c"
    )
    told = enriched(
        RawEvent(url=url), RawEvent(url=url, campaign="own"), RawEvent(url="https://a.cn/")
    )
    assert told["source"] == ["wx", "", ""]
    assert told["campaign"] == ["春", "own", ""]
    assert (told["medium"][0], told["term"][0], told["content"][0]) == ("cpc", "t", "c")
    assert read_campaign("https://a.cn/?" + "&".join(f"utm_x{n}=1" for n in range(99))) == {}


@pytest.fixture(scope="module")
def geo_file(tmp_path_factory):
    writer = MMDBWriter(6, "GeoLite2-City", ipv4_compatible=True)
    place = {"names": {"en": "Hangzhou", "zh-CN": "杭州"}}
    province = {"iso_code": "ZJ", "names": {"en": "Zhejiang", "zh-CN": "浙江"}}
    writer.insert_network(
        IPSet(["1.2.3.0/24"]),
        {"country": {"iso_code": "CN"}, "subdivisions": [province], "city": place},
    )
    writer.insert_network(IPSet(["2001:db8::/32"]), {"country": {"iso_code": "DE"}})
    file = tmp_path_factory.mktemp("geo") / "city.mmdb"
    writer.to_db_file(str(file))
    return file


def test_an_address_is_a_place_where_there_is_a_file(geo_file):
    by = open_enricher(load_settings({"geoip_file": str(geo_file)}, {}))
    told = enriched(
        *(RawEvent(ip=text) for text in ("1.2.3.4", "2001:db8::1", "9.9.9.9", "nonsense", "")),
        by=by,
    )
    assert told["country"] == ["CN", "DE", "", "", ""]
    assert told["province"] == ["浙江", "", "", "", ""]
    assert told["city"] == ["杭州", "", "", "", ""]


def test_a_file_of_places_that_is_none_is_told_at_the_start(tmp_path):
    broken = tmp_path / "x.mmdb"
    broken.write_bytes(b"no")
    for file in (broken, tmp_path / "missing"):
        with pytest.raises(GeoFileUnreadable):
            open_enricher(load_settings({"geoip_file": str(file)}, {}))


def test_ranges_of_addresses_hold_both_kinds():
    ranges = AddressRanges(["10.0.0.0/8", "192.168.1.7", "2001:db8::/32", "10.1.0.0/16"])
    inside = ["10.255.0.1", "192.168.1.7", "2001:db8:1::1", "::ffff:10.0.0.1"]
    outside = ["11.0.0.0", "192.168.1.8", "2001:db9::", "", "x"]
    assert ranges.hold(pa.array(inside + outside)).tolist() == [True] * 4 + [False] * 5
    with pytest.raises(AddressRangeInvalid) as error:
        AddressRanges(["10.0.0.0/8", "10.0.0/33"], path="ranges")
    assert error.value.path == "ranges[1]"


def test_a_file_of_data_centres_has_one_range_a_line(tmp_path):
    file = tmp_path / "ranges.txt"
    file.write_text("# clouds\n3.0.0.0/9  # one\n\n2600:1f00::/24\n")
    by = open_enricher(load_settings({"data_centre_file": str(file)}, {}))
    assert "3.1.2.3" in by.data_centres
    assert "8.8.8.8" not in by.data_centres
    with pytest.raises(AddressRangeInvalid):
        open_enricher(load_settings({"data_centre_file": str(tmp_path / "no")}, {}))


@pytest.mark.parametrize(
    "url",
    [
        "https://www.A.cn/x",
        "http://u:p@a.cn:8080?x#y",
        "https://a.cn",
        "a.cn/x",
        "",
        "//a.cn/x",
        "mailto:x@a.cn",
        "https:///x",
    ],
)
def test_the_host_of_an_address_is_the_one_a_parser_finds(url):
    parsed = (urlsplit(url).hostname or "").removeprefix("www.")
    assert host_of(url) == (parsed if urlsplit(url).scheme else "")
