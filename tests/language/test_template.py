import pytest

from stayflow.language.template import (
    Limits,
    TemplateInvalid,
    TemplateTooCostly,
    check_template,
    render,
)

LOOPS = "{% for a in (1..100000) %}{% for b in (1..100000) %}x{% endfor %}{% endfor %}"
MANY_LOOPS = "{% for a in (1..900) %}{% endfor %}" * 100


def test_variables_and_filters_are_rendered() -> None:
    person = {"name": "林", "points": 3}
    assert render("{{ person.name }}: {{ person.points | plus: 2 }}", {"person": person}) == "林: 5"


def test_an_unknown_variable_renders_to_nothing() -> None:
    assert render("a{{ nobody.name }}b", {}) == "ab"


def test_html_escapes_variables_and_text_does_not() -> None:
    assert render("{{ name }}", {"name": "<b>"}, html=True) == "&lt;b&gt;"
    assert render("{{ name }}", {"name": "<b>"}) == "<b>"


@pytest.mark.parametrize("template", [LOOPS, MANY_LOOPS])
def test_a_template_that_loops_is_stopped_with_code_and_path(template: str) -> None:
    with pytest.raises(TemplateTooCostly) as stopped:
        render(template, {}, path="content.html")
    assert (stopped.value.code, stopped.value.path) == ("template_too_costly", "content.html")
    assert "loops more than 10000 times" in stopped.value.message


def test_a_loop_within_the_limit_is_rendered() -> None:
    assert render("{% for a in (1..100) %}x{% endfor %}", {}) == "x" * 100


@pytest.mark.parametrize(
    "template",
    [
        "{% for a in (1..9000) %}" + "x" * 200 + "{% endfor %}",
        "{% assign a = 'a' %}{% for i in (1..40) %}{% assign a = a | append: a %}{% endfor %}",
        "{{ 'aaaaaaaaaa'" + " | replace: 'a', 'aaaaaaaaaa'" * 12 + " }}",
        "{{ (1..100000000000) | join: 'x' }}",
        "{% capture a %}{% for i in (1..9000) %}" + "x" * 200 + "{% endfor %}{% endcapture %}",
    ],
)
def test_a_template_that_grows_is_stopped(template: str) -> None:
    with pytest.raises(TemplateTooCostly):
        render(template, {})


def test_time_is_bounded() -> None:
    with pytest.raises(TemplateTooCostly, match="longer than"):
        render("{% for a in (1..10000) %}x{% endfor %}", {}, limits=Limits(seconds=0.0))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("a\n{% if %}", "line 2"),
        ("{{ a | nofilter }}", "nofilter"),
        ("{% include 'other' %}", "include"),
        ("{% render 'other' %}", "render"),
        ("x" * 200_001, "at most"),
    ],
)
def test_a_template_that_is_no_liquid_is_refused(template: str, said: str) -> None:
    with pytest.raises(TemplateInvalid, match=said) as refused:
        check_template(template, "subject")
    assert refused.value.path == "subject"


def test_objects_show_none_of_their_attributes() -> None:
    class Secret:
        key = "k"

    assert render("{{ a.key }}{{ a.__class__ }}", {"a": Secret()}) == ""
