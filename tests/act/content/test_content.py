"""Contents: read, rendered, composed, and the tokens in their links."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stayflow.act.content import (
    Content,
    LinkSigner,
    RenderFailed,
    TokenFacts,
    TokenInvalid,
    TokenKind,
    add_content,
    compose,
    find_link,
    get_contents,
    link_ids,
    parse_content,
    read_attributes,
    render_content,
    urls_of,
)
from stayflow.kernel.errors import InvalidInput
from stayflow.kernel.ids import ProjectId

LEAVE = "https://stay.test/t/u/abc"
SIGNER = LinkSigner(b"key", "https://stay.test")
PROJECT = ProjectId("p1")


def rendered(content: Content, **attributes):
    return render_content(content, attributes=attributes, campaign="Spring", unsubscribe_url=LEAVE)


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"html": "x"}, "content.subject"),
        ({"subject": "s"}, "content.html"),
        ({"subject": "s" * 301, "text": "x"}, "content.subject"),
        ({"subject": "s", "text": "x" * 400_001}, "content.text"),
        ({"subject": "{{ a", "text": "x"}, "content.subject"),
        ({"subject": "s", "html": "{% for a in b %}"}, "content.html"),
        ({"subject": "s", "text": "{{ a | nofilter }}"}, "content.text"),
        ({"subject": "s", "text": "x", "defaults": {"a": 1}}, "content.defaults.a"),
        ({"subject": "s", "text": "x", "from": "me"}, "content.from"),
    ],
)
def test_a_wrong_content_is_named(raw, path: str):
    with pytest.raises(InvalidInput) as caught:
        parse_content(raw)
    assert caught.value.path == path


def test_missing_and_empty_attributes_take_their_default():
    content = Content("Hi {{ person.name }}{{ person.city }}", text="t", defaults={"name": "you"})
    assert rendered(content).subject == "Hi you"
    assert rendered(content, name="").subject == "Hi you"
    assert rendered(content, name="林").subject == "Hi 林"


def test_html_is_escaped_and_text_is_not():
    content = Content(
        "{{ person.name }}", html="<p>{{ person.name }}</p>", text="{{ person.name }}"
    )
    message = rendered(content, name="<b>&")
    assert (message.subject, message.html, message.text) == (
        "<b>&",
        "<p>&lt;b&gt;&amp;</p>",
        "<b>&",
    )


def test_a_subject_stays_one_line_and_is_never_empty():
    assert (
        rendered(Content("a\n{{ person.x }}b", text="t"), x="\r\nBcc: c@d\n").subject
        == "a Bcc: c@d b"
    )
    with pytest.raises(RenderFailed) as caught:
        rendered(Content("{{ person.name }}", text="t"))
    assert caught.value.path == "content.subject"


def test_a_looping_template_is_stopped():
    content = Content(
        "s", text="{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}"
    )
    with pytest.raises(InvalidInput) as caught:
        rendered(content)
    assert caught.value.code == "template_too_costly"


def composed(content: Content):
    message = rendered(content)
    urls = {url: number for number, url in enumerate(sorted(urls_of(message) - {LEAVE}), start=1)}
    addresses = SIGNER.addresses(PROJECT, "m1", urls)
    return compose(message, addresses), addresses


def test_links_lead_over_us_in_both_bodies_and_the_way_out_is_added():
    html = '<body><a href="https://x.test/?a=1&amp;b=2">x</a></body>'
    message, addresses = composed(Content("s", html=html, text="go https://x.test/?a=1&b=2"))
    click = addresses.click["https://x.test/?a=1&b=2"]
    assert f'href="{click}"' in message.html
    assert message.text.startswith(f"go {click}")
    assert "x.test" not in message.html + message.text
    assert message.html.count(addresses.unsubscribe) == 2
    assert "退订" in message.html
    assert addresses.unsubscribe in message.text
    assert message.html.index(addresses.open) < message.html.index("</body>")


def test_a_content_with_its_own_way_out_gets_no_second_one():
    leave = SIGNER.unsubscribe_url(PROJECT, "m1")
    content = Content(
        "s", html='<a href="{{ unsubscribe_url }}">bye</a>', text="{{ unsubscribe_url }}"
    )
    message = render_content(content, attributes={}, campaign="c", unsubscribe_url=leave)
    done = compose(message, SIGNER.addresses(PROJECT, "m1", {}))
    assert done.text == leave
    assert done.html.startswith(f'<a href="{leave}">bye</a><img')


def test_html_alone_makes_its_own_text():
    message, _ = composed(Content("s", html="<p>Hello</p>"))
    assert message.text.startswith("Hello")


class TestTokens:
    FACTS = TokenFacts(PROJECT, "01abc", 7)

    @pytest.mark.parametrize("kind", list(TokenKind))
    def test_a_token_says_what_was_signed(self, kind: TokenKind):
        assert SIGNER.read(kind, SIGNER.sign(kind, self.FACTS)) == self.FACTS

    def test_the_ending_of_the_picture_is_no_part_of_it(self):
        token = SIGNER.sign(TokenKind.OPEN, self.FACTS)
        assert SIGNER.read(TokenKind.OPEN, f"{token}.gif") == self.FACTS

    def test_a_token_for_one_thing_does_not_serve_for_another(self):
        token = SIGNER.sign(TokenKind.CLICK, self.FACTS)
        for kind in (TokenKind.OPEN, TokenKind.UNSUBSCRIBE):
            with pytest.raises(TokenInvalid):
                SIGNER.read(kind, token)

    def test_another_key_cannot_read_it(self):
        with pytest.raises(TokenInvalid):
            LinkSigner(b"other", "").read(TokenKind.CLICK, SIGNER.sign(TokenKind.CLICK, self.FACTS))

    def test_no_changed_byte_passes(self):
        token = SIGNER.sign(TokenKind.CLICK, self.FACTS)
        packed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        for position in range(len(packed)):
            changed = bytearray(packed)
            changed[position] ^= 1
            text = base64.urlsafe_b64encode(bytes(changed)).decode().rstrip("=")
            with pytest.raises(TokenInvalid):
                SIGNER.read(TokenKind.CLICK, text)

    @given(st.text(max_size=60))
    def test_no_other_text_passes(self, text: str):
        with pytest.raises(TokenInvalid):
            SIGNER.read(TokenKind.CLICK, text)


def test_contents_are_kept_as_they_were(engines, project):
    content = Content("s", html="<p>", text=None, defaults={"a": "b"})
    with engines.relational.project(project) as tx:
        content_id = add_content(tx, content)
        assert get_contents(tx, {content_id, "none"}) == {content_id: content}


def test_an_address_has_one_id_however_often_it_is_used(engines, project):
    with engines.relational.project(project) as tx:
        first = link_ids(tx, ["https://b.test", "https://a.test"])
        again = link_ids(tx, ["https://a.test", "https://c.test"])
        assert again["https://a.test"] == first["https://a.test"]
        assert len({*first.values(), *again.values()}) == 3
        assert find_link(tx, first["https://b.test"]) == "https://b.test"
        assert find_link(tx, 999_999) is None
        assert link_ids(tx, []) == {}


def test_attributes_come_with_their_type(shop):
    shop.add_people(
        {1: {"name": "Ann", "points": "12", "likes": '["tea","rice"]'}, 2: {"name": "Bo"}}
    )
    read = read_attributes(
        [1, 2, 3], scope=shop.scope(), warehouse=shop.post.warehouse.project(shop.project)
    )
    assert read[1] == {"person_id": 1, "name": "Ann", "points": 12, "likes": ["tea", "rice"]}
    assert read[2] == {"person_id": 2, "name": "Bo"}
    assert read[3] == {"person_id": 3}
