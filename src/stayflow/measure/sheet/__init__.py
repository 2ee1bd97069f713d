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
from stayflow.measure.sheet.numbers import Writing, say_cell, say_number
from stayflow.measure.sheet.painting import draw_png
from stayflow.measure.sheet.sheets import SUMMARY, Cell, Sheet, plain, sheets_of
from stayflow.measure.sheet.words import say_column, say_figure, say_group

__all__ = [
    "SUMMARY",
    "Cell",
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
    "names_masked",
    "number_of",
    "plain",
    "say",
    "say_cell",
    "say_column",
    "say_figure",
    "say_group",
    "say_number",
    "sheets_of",
    "write_csv",
    "write_xlsx",
]
