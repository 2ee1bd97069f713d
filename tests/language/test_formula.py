"""Formulas: read once, computed exactly as arithmetic has it, missing where a number is missing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stayflow.language.formula import (
    FormulaInvalid,
    Name,
    Number,
    Operation,
    evaluate,
    names_in,
    parse_formula,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 / 4 / 2", 1),
        ("10 - 4 - 3", 3),
        ("-a + 5", 3),
        ("订单 / a", 3),
        ("a / zero", None),
        ("a * gone", None),
        ("0.5 * a", 1),
    ],
)
def test_a_formula_is_computed(text, value):
    assert evaluate(parse_formula(text), {"a": 2, "订单": 6, "zero": 0, "gone": None}) == value


@pytest.mark.parametrize(
    "text", ["", " ", "a b", "a +", "(a", "a)", "*a", "a // b", "a % b", "(" * 60 + "a"]
)
def test_what_is_no_formula_is_refused_with_its_place(text):
    with pytest.raises(FormulaInvalid) as caught:
        parse_formula(text, "definition.formula")
    assert caught.value.path == "definition.formula"


def test_names_are_told():
    assert list(names_in(parse_formula("(a - b) / b"))) == ["a", "b", "b"]


FORMULAS = st.recursive(
    st.builds(Number, st.integers(1, 9).map(float)) | st.builds(Name, st.sampled_from("abc")),
    lambda inner: st.builds(Operation, st.sampled_from("+-*/"), inner, inner),
    max_leaves=8,
)


def written(formula):
    if isinstance(formula, Operation):
        return f"({written(formula.left)} {formula.sign} {written(formula.right)})"
    return formula.name if isinstance(formula, Name) else str(formula.value)


@settings(max_examples=100)
@given(formula=FORMULAS)
def test_what_is_written_is_read_again(formula):
    assert parse_formula(written(formula)) == formula
    numbers = {"a": 2.0, "b": 0.0, "c": -3.0}
    try:
        expected = eval(written(formula), {}, numbers)
    except ZeroDivisionError:
        expected = None
    assert evaluate(formula, numbers) == expected
