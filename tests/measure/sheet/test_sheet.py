"""Answers as tables, files and pictures."""

import csv
import io
import zlib
from datetime import datetime

import msgspec
import numpy as np
import pytest
from openpyxl import load_workbook

from stayflow.access.masking import is_personal_attribute
from stayflow.measure.analysis import QueryAnswer
from stayflow.measure.sheet import (
    Hiding,
    draw_png,
    draw_svg,
    figure_of,
    find_meant,
    hide_values,
    names_masked,
    number_of,
    say_column,
    say_figure,
    sheets_of,
    write_csv,
    write_xlsx,
)
from stayflow.measure.sheet.figure import Figure, Line
from stayflow.measure.sheet.layout import HEIGHT, TOP, WIDTH, steps_of, y_of
from stayflow.measure.sheet.letters import SIZE, fit, measure, read_letters, write
from stayflow.measure.sheet.numbers import Writing, say_cell, say_number, short
from stayflow.measure.sheet.painting import HEADER, SCALE

LABEL = (TOP - 1) * SCALE
"""Pixels at the top of the plot where the newest value may be written."""


class Point(msgspec.Struct):
    t: str | None
    value: float | None


class Series(msgspec.Struct):
    metric: str
    by: dict[str, str | None]
    is_other: bool
    points: list[Point]


class Step(msgspec.Struct):
    name: str
    people: int


class Result(msgspec.Struct):
    people: int
    cuts: dict[str, float]
    series: list[Series]
    steps: list[Step]
    average: list[float | None]


def answer(result: msgspec.Struct) -> QueryAnswer:
    return QueryAnswer("x", result, "what is counted", 10, 1.0)


ANSWER = answer(
    Result(
        people=3,
        cuts={"r": 1.5},
        series=[
            Series(
                "n", {"city": "=A1"}, False, [Point("2026-01-01", 1), Point("2026-01-02", None)]
            ),
            Series("n", {}, True, [Point("2026-01-01", 4), Point("2026-01-02", 5)]),
        ],
        steps=[Step("view", 9), Step("buy", 2)],
        average=[1.0, 0.5],
    )
)


def drawn_of(found: QueryAnswer) -> Figure | None:
    return figure_of(found.kind, sheets_of(found))


def test_every_part_of_an_answer_becomes_a_table():
    summary, series, steps, average = sheets_of(ANSWER)
    assert (summary.columns, summary.rows) == (("people", "cuts.r"), ((3, 1.5),))
    assert series.columns == ("t", "n · =A1", "n · \x01other")
    assert series.rows == (("2026-01-01", 1, 4), ("2026-01-02", None, 5))
    assert steps.rows == (("view", 9), ("buy", 2))
    assert (average.columns, average.rows) == (("k", "average"), ((0, 1.0), (1, 0.5)))
    assert number_of(sheets_of(ANSWER)) == 3


def test_what_tells_who_somebody_is_can_be_hidden():
    split = [
        Series("n", {"name": "Li Xiaolong"}, False, [Point("2026-01-01", 1)]),
        Series("n", {"plan": "b@example.com"}, False, [Point("2026-01-01", 1)]),
        Series("n", {"plan": "gold"}, False, [Point("2026-01-01", 1)]),
    ]
    _, series, steps = sheets_of(
        answer(Result(1, {}, split, [Step("view", 9), Step("buy", 2)], [])),
        hides=is_personal_attribute,
    )
    assert series.columns[1:] == ("n · Li ****long", "n · b***@example.com", "n · gold")
    assert [row[0] for row in steps.rows] == ["view", "buy"]


def test_what_looks_alike_once_it_is_masked_is_told_apart_and_found_again():
    numbers = ["13812345678", "13899995678", "13812345678"]
    raw = {
        "kind": "path",
        "definition": "",
        "holds": {"name": "contact"},
        "result": {
            "nodes": [{"name": each, "is_new": True} for each in numbers],
            "groups": [{"by": {"phone": "13899995678", "vip": True}}],
        },
    }
    result = hide_values(raw, is_personal_attribute)["result"]
    shown = ["138****5678", "138****5678 (2)", "138****5678"]
    assert [each["name"] for each in result["nodes"]] == shown
    assert result["groups"] == [{"by": {"phone": shown[1], "vip": True}}]
    hiding = Hiding(is_personal_attribute, raw["holds"])
    hiding.hide(raw)
    assert find_meant({"level": 1, "by": {"phone": shown[1]}}, hiding.meant) == {
        "level": 1,
        "by": {"phone": "13899995678"},
    }
    assert names_masked({"by": [{"x": shown[0]}]})
    assert not names_masked({"by": {"x": "138"}, "level": 1})


def test_a_value_called_other_is_no_rest_and_one_called_none_is_set():
    series = [
        Series("n", {"x": "other"}, False, [Point("2026-01-01", 1), Point("2026-01-02", 1)]),
        Series("n", {"x": "None"}, False, [Point("2026-01-01", 2), Point("2026-01-02", 1)]),
        Series("n", {"x": None}, False, [Point("2026-01-01", 3), Point("2026-01-02", 1)]),
        Series("n", {"x": "other"}, True, [Point("2026-01-01", 4), Point("2026-01-02", 1)]),
    ]
    figure = drawn_of(answer(Result(1, {}, series, [], [])))
    said = [line.name for line in say_figure(figure, "en").lines]
    assert said == ["other", "None", "not set", "others"]
    (_, sheet) = sheets_of(answer(Result(1, {}, series, [], [])))
    assert [say_column(each, "zh") for each in sheet.columns[1:]] == [
        "n · other",
        "n · None",
        "n · 未设置",
        "n · 其余",
    ]
    files = write_csv([sheet]).decode("utf-8-sig") + str(write_xlsx([sheet], {}))
    assert "\x01" not in files


def test_files_hold_the_same_cells_and_no_formulas():
    rows = list(csv.reader(io.StringIO(write_csv(sheets_of(ANSWER)).decode("utf-8-sig"))))
    assert rows[3] == ["t", "n · =A1", "n · other"]
    tricky = answer(Result(1, {}, [], [Step("=1+1", 1), Step("+x", 2)], []))
    assert ["'=1+1", "1"] in list(
        csv.reader(io.StringIO(write_csv(sheets_of(tricky)).decode("utf-8-sig")))
    )
    book = load_workbook(io.BytesIO(write_xlsx(sheets_of(tricky), {"definition": "=1"})))
    assert book.sheetnames == ["summary", "steps", "about"]
    assert book["steps"]["A2"].value == "'=1+1"
    assert book["about"]["B1"].value == "'=1"


def test_a_value_with_control_characters_is_a_cell_like_any_other():
    odd = answer(Result(1, {}, [], [Step("a\x07b\x00", 1), Step("\x07=1", 2)], []))
    book = load_workbook(io.BytesIO(write_xlsx(sheets_of(odd), {"definition": "\x01"})))
    assert [book["steps"][cell].value for cell in ("A2", "A3")] == ["ab", "'=1"]


def test_columns_lines_and_groups_are_said_in_the_readers_words():
    said = [say_column(each, "zh") for each in ("people", "previous.people", "cumulative 3")]
    assert said == ["人数", "人数", "累计 3"]
    named = ("by.city_code", "by.city (attribute)", "by.utm.source", "box_left")
    assert [say_column(each, "en") for each in named] == [
        "city_code",
        "city (attribute)",
        "utm.source",
        "box left",
    ]
    marks = ("\x01other", "\x01unset", "tea")
    figure = Figure("bar", marks, (Line("uv", (1,)), Line("n · \x01other", (2,))))
    drawn = say_figure(figure, "zh")
    assert drawn.labels == ("其余", "未设置", "tea")
    assert [line.name for line in drawn.lines] == ["访客", "n · 其余"]
    alike = Figure("line", marks, (Line("n · a", (1,)), Line("n · \x01other", (2,))))
    assert [line.name for line in say_figure(alike, "zh").lines] == ["a", "其余"]


def test_a_picture_shows_its_lines_where_they_are():
    figure = drawn_of(ANSWER)
    assert figure is not None
    assert (figure.shape, figure.labels, figure.most) == ("line", ("2026-01-01", "2026-01-02"), 8)
    svg = draw_svg(figure, "a <b>")
    assert "a &lt;b&gt;" in svg
    assert svg.count("<path") == 5 + 2  # the grid, two lines
    assert svg.count("<rect") == 2  # and what they are
    pixels = unpack(draw_png(figure))
    assert pixels.shape == ((HEIGHT + HEADER) * SCALE, WIDTH * SCALE, 3)
    orange = (pixels == (0xD9, 0x77, 0x06)).all(axis=2)[HEADER * SCALE + LABEL :]
    assert orange.any(axis=0).sum() > WIDTH  # the second line spans the picture
    top = np.flatnonzero(orange[:, : WIDTH * SCALE // 2].any(axis=1))[0]
    assert abs(top + LABEL - y_of(4.5, figure.most) * SCALE) <= SCALE * 2


@pytest.mark.parametrize(
    ("highest", "steps"),
    [
        (5, [0, 2, 4, 6, 8]),
        (778, [0, 200, 400, 600, 800]),
        (5_341, [0, 1_500, 3_000, 4_500, 6_000]),
        (20_600, [0, 6_000, 12_000, 18_000, 24_000]),
        (1, [0, 0.25, 0.5, 0.75, 1]),
        (0.45, [0, 0.2, 0.4, 0.6, 0.8]),
    ],
)
def test_an_axis_ends_at_a_round_number(highest: float, steps: list[float]):
    figure = Figure("bar", ("a",), (Line("n", (highest,)),))
    assert steps_of(figure) == pytest.approx(steps)


def test_names_keep_their_end_in_sight():
    names = ("campaign_received_by_mail", "b", "c")
    svg = draw_svg(Figure("bar", names, (Line("people", (3.0, 2.0, 1.0)),)), "x")
    assert "campaign_received_by_mail</text>" in svg
    many = tuple(f"{each} {number}" for number, each in enumerate(names * 8))
    tight = draw_svg(Figure("bar", many, (Line("people", (1.0,) * 24),)), "x")
    assert "campaign_rece…</text>" in tight
    assert "<title>campaign_received_by_mail 0</title>" in tight


@pytest.mark.parametrize(
    ("value", "column", "kind", "said"),
    [
        (0.8312, "repurchase_rate", "revenue", "83.1 %"),
        (0.5, "average", "retention", "50.0 %"),
        (59_351.334, "revenue", "revenue", "¥5.94 万"),
        (28.357, "arpu", "revenue", "¥28.36"),
        (-7, "previous.refunds", "revenue", "-¥7"),
        (604_455.0, "p50", "interval", "7 天"),
        (1693, "people", "interval", "1,693"),
        (5.66732, "mean", "distribution", "5.667"),
        (2038, "total 3", "x", "2,038"),
        (None, "mean", "x", None),
        (True, "is_other", "x", None),
        ("a", "name", "x", None),
    ],
)
def test_a_cell_is_said_by_what_its_column_holds(value, column, kind, said):
    assert say_cell(value, column, kind, Writing("zh", "CNY")) == said


def test_a_number_is_said_in_the_projects_money_where_money_was_asked_for():
    revenue = {"kind": "trend", "metrics": [{"event": "buy", "aggregate": {"sum": "revenue"}}]}
    counts = {"kind": "trend", "metrics": [{"event": "buy", "aggregate": "people"}]}
    to = Writing("en", "USD")
    assert say_number(12_345.6, revenue, to) == "$12.3 k"
    assert [say_number(12_345.6, each, to) for each in (counts, None)] == ["12.3 k"] * 2
    assert say_number(5, {"kind": "revenue"}, Writing("en", "SEK")) == "SEK 5"


class Cohorts(msgspec.Struct):
    cohorts: list["Cohort"]


class Cohort(msgspec.Struct):
    t: str
    by: dict[str, str]
    conversion: float
    at: str


def test_a_workbook_has_dates_shares_and_numbers_of_their_types():
    cohorts = [
        Cohort("2026-01-05", {"born": "2001-01-01"}, 0.25, "2026-03-01T13:00:00+08:00"),
        Cohort("2026-01-12", {"born": "2002-02-02"}, 0.5, "2026-03-02T14:00:00+08:00"),
    ]
    found = answer(Cohorts(cohorts))
    book = load_workbook(io.BytesIO(write_xlsx(sheets_of(found), {"zone": "Asia/Shanghai"})))
    page = book["cohorts"]
    assert [each.value for each in page[1]] == ["t", "by.born", "conversion", "at"]
    first, born, share, at = page[2]
    assert (first.value, first.number_format) == (
        datetime.fromisoformat("2026-01-05"),
        "yyyy-mm-dd",
    )
    assert born.value == "2001-01-01"  # a value of the project, whatever it looks like
    assert (share.value, share.number_format) == (0.25, "0.0%")
    assert (at.value, at.number_format) == (
        datetime.fromisoformat("2026-03-01T13:00"),
        "yyyy-mm-dd hh:mm",
    )
    assert page["A1"].font.bold
    assert page.freeze_panes == "A2"
    assert page.column_dimensions["D"].width > 20


class Bin(msgspec.Struct, rename={"low": "from", "high": "to"}):
    low: float | None
    high: float | None
    pairs: int
    people: int


class Times(msgspec.Struct):
    numbers: dict[str, list[float]]
    histogram: list[Bin]
    bins: list[Bin]


def test_a_kind_is_drawn_by_what_it_is_known_by():
    bins = [
        Bin(None, 60, 1, 1),
        Bin(60, 3_600, 5, 2),
        Bin(3_600, 129_600, 4, 3),
        Bin(129_600, None, 2, 2),
    ]
    times = Times({"curve": [1.0, 3.5]}, bins, bins)
    drawn = drawn_of(QueryAnswer("interval", times, "", 10, 1.0))
    labels = ("< 1 min", "1 min – 1 h", "1 h – 1.5 d", "≥ 1.5 d")
    assert drawn == Figure("bar", labels, (Line("pairs", (1.0, 5.0, 4.0, 2.0)),))
    people = drawn_of(QueryAnswer("distribution", times, "", 10, 1.0))
    assert people is not None
    assert people.labels == ("< 60", "60 – 3600", "3600 – 129600", "≥ 129600")
    assert people.lines == (Line("people", (1.0, 2.0, 3.0, 2.0)),)
    shares = drawn_of(QueryAnswer("retention", ANSWER.result, "", 10, 1.0))
    assert shares == Figure("line", ("0", "1"), (Line("average", (1.0, 0.5)),), is_share=True)
    (curve,) = [each for each in sheets_of(answer(times)) if each.name == "numbers.curve"]
    assert (curve.columns, curve.rows) == (("k", "numbers.curve"), ((0, 1.0), (1, 3.5)))


def test_bars_stand_for_what_has_no_time():
    bars = drawn_of(answer(Result(1, {}, [], [Step("view", 9), Step("buy", 3)], [])))
    assert bars == Figure("bar", ("view", "buy"), (Line("people", (9.0, 3.0)),))
    assert draw_svg(bars, "").count("<rect") == 2
    pixels = unpack(draw_png(bars))
    teal = (pixels == (0x0F, 0x76, 0x6E)).all(axis=2)[HEADER * SCALE :]
    left, right = teal[:, : WIDTH * SCALE // 2].sum(), teal[:, WIDTH * SCALE // 2 :].sum()
    assert abs(left / right - 3) < 0.1


def test_a_picture_says_what_it_shows_in_chinese_as_well():
    figure = Figure("line", ("一月", "二月"), (Line("收入", (12_000.0, 36_000.0)),))
    plain, named = unpack(draw_png(figure)), unpack(draw_png(figure, "每日收入", "zh"))
    assert (plain[HEADER * SCALE :] != named[HEADER * SCALE :]).any()  # 3.6 万 for 36k
    title = (named != plain).any(axis=2)[: HEADER * SCALE // 2]
    columns = np.flatnonzero(title.any(axis=0))
    assert abs(columns[-1] - columns[0] - measure("每日收入")) < SIZE // 2
    assert [short(each, "zh") for each in (9_999, 12_345, 340_000_000)] == [
        *("9,999", "1.23 万", "3.4 亿"),
    ]


def test_letters_are_those_that_people_write():
    known = read_letters()
    assert all(letter in known.rows for letter in "AZaz09,.%¥…–— 每日收入留存率，。（）“”")
    assert not write(" ").any()
    assert write("国").any()
    assert measure("国") == SIZE > measure("i")
    assert (write("𠮷") == write("□")).all()  # nobody painted it
    assert fit("每日收入", measure("每日收")) == "每日…"
    assert fit("每日收入", 3) == ""


def unpack(png: bytes) -> np.ndarray:
    """The pixels of our own PNG: no filter, one chunk."""
    at, data = 8, b""
    while at < len(png):
        size, name = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + size]
        assert zlib.crc32(name + body) == int.from_bytes(png[at + 8 + size : at + 12 + size], "big")
        data += body if name == b"IDAT" else b""
        at += 12 + size
    rows = np.frombuffer(zlib.decompress(data), np.uint8).reshape((HEIGHT + HEADER) * SCALE, -1)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape((HEIGHT + HEADER) * SCALE, WIDTH * SCALE, 3)


class Group(msgspec.Struct):
    by: dict[str, str | None]
    is_other: bool
    people: int
    steps: list[Step]


class Groups(msgspec.Struct):
    groups: list[Group]


class Move(msgspec.Struct, rename={"origin": "from", "target": "to"}):
    origin: str | None
    target: str
    people: int


class Moves(msgspec.Struct):
    moves: list[Move]
    groups: list[Group]


def test_fields_that_hold_stages_say_them_as_they_are_called():
    """Not what numbers are split by, which has labels of its own."""
    split = [Group({"to": "new"}, False, 3, [])]
    moved = [Move(None, "new", 2), Move("new", "gone", 1)]
    words = {"from": {"new": "新客"}, "to": {"new": "新客"}}
    found = QueryAnswer("x", Moves(moved, split), "what", 1, 1.0, field_labels=words)
    moves, groups = sheets_of(found)
    assert moves.rows == ((None, "新客", 2), ("新客", "gone", 1))
    assert groups.rows[0][0] == "new"


@pytest.mark.parametrize(
    ("column", "zh", "en"),
    [
        ("cumulative 3", "累计 3", "cumulative 3"),
        ("count of buy", "count of buy", "count of buy"),
        ("by.first name", "first name", "first name"),
        ("amount_share", "金额占比", "share of the amount"),
    ],
)
def test_a_column_is_said_and_a_name_stands_as_it_is(column, zh, en):
    assert (say_column(column, "zh"), say_column(column, "en")) == (zh, en)


def test_what_every_group_has_a_list_of_is_a_table_with_its_values_in_words():
    steps = [Step("look", 3), Step("buy", 1)]
    groups = [Group({"stage": "new"}, False, 3, steps), Group({"stage": None}, False, 2, steps[:1])]
    split = QueryAnswer(
        "x", Groups(groups), "what is counted", 1, 1.0, labels={"stage": {"new": "新客"}}
    )
    outer, inner = sheets_of(split)
    assert (outer.name, outer.columns) == ("groups", ("by.stage", "is_other", "people"))
    assert outer.rows == (("新客", False, 3), (None, False, 2))
    assert (inner.name, inner.columns) == (
        "groups.steps",
        ("by.stage", "is_other", "name", "people"),
    )
    assert inner.rows == (
        ("新客", False, "look", 3),
        ("新客", False, "buy", 1),
        (None, False, "look", 3),
    )
