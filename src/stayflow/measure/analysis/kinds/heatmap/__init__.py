"""Heat map 热力图: what people clicked on a page, where, and which page they saw next.

A click is on the page it names. It leads to the next page view of the same person, if nothing in between was silent
for longer than a visit's silence; the page as a whole leads there from each of its views. Who has seen no next page
and may still be on the visit is pending. Visitors of a page are who viewed it or clicked on it.

`collected` knows how the collectors call clicks and their properties; `marks` makes one row a click or view of it,
`count` the numbers of these.
"""

from stayflow.measure.analysis.kinds.heatmap.heatmap import Heatmap
from stayflow.measure.analysis.kinds.heatmap.model import HeatmapResult
from stayflow.measure.analysis.kinds.heatmap.request import parse_heatmap

__all__ = ["Heatmap", "HeatmapResult", "parse_heatmap"]
