"""Report: any answer as tables, files and pictures.

Reads answers. Emits no fact.
"""

from stayflow.measure.report.drawing import draw_png, draw_svg, short
from stayflow.measure.report.figure import Figure, figure_of, number_of
from stayflow.measure.report.files import write_csv, write_xlsx
from stayflow.measure.report.sheets import SUMMARY, Sheet, sheets_of

__all__ = [
    "SUMMARY",
    "Figure",
    "Sheet",
    "draw_png",
    "draw_svg",
    "figure_of",
    "number_of",
    "sheets_of",
    "short",
    "write_csv",
    "write_xlsx",
]
