"""Sheet: any answer as tables, files and pictures.

Reads answers. Emits no fact.
"""

from stayflow.measure.sheet.drawing import draw_svg
from stayflow.measure.sheet.figure import Figure, figure_of, number_of
from stayflow.measure.sheet.files import write_csv, write_xlsx
from stayflow.measure.sheet.hiding import (
    Hides,
    Hiding,
    find_meant,
    hide_values,
    names_masked,
)
from stayflow.measure.sheet.layout import say
from stayflow.measure.sheet.numbers import (
    ColumnUnit,
    Writing,
    is_money,
    say_cell,
    say_measured,
    say_number,
    unit_of_column,
)
from stayflow.measure.sheet.painting import draw_png
from stayflow.measure.sheet.sheets import SUMMARY, Cell, Sheet, plain, sheets_of
from stayflow.measure.sheet.words import say_column, say_figure, say_group

__all__ = [
    "SUMMARY",
    "Cell",
    "ColumnUnit",
    "Figure",
    "Hides",
    "Hiding",
    "Sheet",
    "Writing",
    "draw_png",
    "draw_svg",
    "figure_of",
    "find_meant",
    "hide_values",
    "is_money",
    "names_masked",
    "number_of",
    "plain",
    "say",
    "say_cell",
    "say_column",
    "say_figure",
    "say_group",
    "say_measured",
    "say_number",
    "sheets_of",
    "unit_of_column",
    "write_csv",
    "write_xlsx",
]
