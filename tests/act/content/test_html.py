"""Links in bodies: found, replaced, and nothing else touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.act.content.html import add_pixel, rewrite_html, rewrite_text, text_of


def marked(url: str) -> str:
    return f"https://stay.test/t/c/{len(url)}"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://x.test/abc">go</a>', '<a href="https://stay.test/t/c/18">go</a>'),
        ("<a href='https://x.test/abc'>go</a>", '<a href="https://stay.test/t/c/18">go</a>'),
        ("<a href=https://x.test/abc>go</a>", '<a href="https://stay.test/t/c/18">go</a>'),
        ('<A class=x HREF = "HTTP://x.test/">', '<A class=x HREF = "https://stay.test/t/c/14">'),
        ('<a href="https://x.test/?a=1&amp;b=2">', '<a href="https://stay.test/t/c/23">'),
        ('<area href="https://x.test/abc">', '<area href="https://stay.test/t/c/18">'),
    ],
)
def test_web_links_are_replaced(html: str, expected: str):
    assert rewrite_html(html, marked) == expected


@pytest.mark.parametrize(
    "html",
    [
        '<a href="mailto:a@x.test">mail</a>',
        '<a href="tel:+861">call</a>',
        '<a href="#top">top</a>',
        '<a name="https://x.test/abc">no link</a>',
        '<a title="href=https://x.test">no link</a>',
        '<a data-href="https://x.test/abc">no link</a>',
        '<img src="https://x.test/a.png">',
        "<p>https://x.test/abc in words</p>",
        "<!-- <a href='https://x.test/abc'> -->",
        "1 < 2 && 3 > 2 <b>open <a>",
        "",
    ],
)
def test_everything_else_stays_as_it_is(html: str):
    assert rewrite_html(html, marked) == html


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "vbscript:x"]
)
def test_a_script_loses_its_target(scheme: str):
    assert rewrite_html(f'<a href="{scheme}">x</a>', marked) == '<a href="#">x</a>'


def test_many_links_over_many_lines_keep_their_places():
    html = '<html>\n<body>\r\n<a\n  href="https://x.test/1"\n>一</a> 中文 <a href="https://x.test/22">二</a>\n</body>'
    assert rewrite_html(html, marked) == (
        '<html>\n<body>\r\n<a\n  href="https://stay.test/t/c/16"\n>一</a> 中文 '
        '<a href="https://stay.test/t/c/17">二</a>\n</body>'
    )


def test_a_target_is_escaped_in_its_attribute():
    assert rewrite_html('<a href="https://x.test">', lambda _: 'https://y.test/?a="&b') == (
        '<a href="https://y.test/?a=&quot;&amp;b">'
    )


@given(st.text(alphabet="<>a href='\"=/!-\nhtps:中&;", max_size=80))
def test_replacing_each_link_by_itself_keeps_the_targets(html: str):
    seen: list[str] = []
    rewrite_html(html, lambda url: seen.append(url) or url)
    again: list[str] = []
    rewrite_html(rewrite_html(html, lambda url: url), lambda url: again.append(url) or url)
    assert again == seen


def test_addresses_in_plain_text_are_replaced_and_marks_behind_them_stay():
    text = "看 https://x.test/abc。Or (http://x.test/a), bye."
    assert rewrite_text(text, marked) == (
        "看 https://stay.test/t/c/18。Or (https://stay.test/t/c/15), bye."
    )


def test_the_pixel_stands_before_the_end_of_the_body():
    assert add_pixel("<body>x</BODY></html>", "https://p").startswith("<body>x<img ")
    assert add_pixel("x", "https://p").startswith("x<img ")


def test_html_as_text_keeps_lines_words_and_targets():
    html = (
        "<html><head><title>no</title><style>p{}</style></head><body><h1>Hi &amp; 你好</h1>"
        "<p>one\ntwo</p><p>see <a href='https://x.test'>this</a></p><ul><li>a</li><li>b</li></ul></body>"
    )
    assert text_of(html) == "Hi & 你好\n\none two\n\nsee this https://x.test\n\na\n\nb"
