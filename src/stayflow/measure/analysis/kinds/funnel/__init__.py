"""Funnel 漏斗: how many people did A, then B, then C within a window that starts at A.

The first step lies in the range; later steps may follow after its end, inside the window, so that nobody who entered
late counts as lost. The window includes its end. Steps are taken in the order of time, and at equal times in the
order of arrival. One event serves one step. A person counts once, with the deepest step reached from any start.

`touches` makes sorted keys of everybody's events; `plain`, `chain` and `anyorder` find how deep each person came;
`people` makes one row a person of it; `count` counts them.
"""

from stayflow.measure.analysis.kinds.funnel.funnel import Funnel, parse_funnel
from stayflow.measure.analysis.kinds.funnel.model import FunnelResult

__all__ = ["Funnel", "FunnelResult", "parse_funnel"]
