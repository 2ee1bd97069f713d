"""Attribution 归因: the conversions of a range, shared out among the touches before them."""

from stayflow.measure.analysis.kinds.attribution.request import parse_attribution
from stayflow.measure.analysis.kinds.attribution.result import AttributionResult

__all__ = ["AttributionResult", "parse_attribution"]
