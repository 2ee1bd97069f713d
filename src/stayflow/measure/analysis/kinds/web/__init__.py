"""Web 流量: page views, visitors, visits, where they came from and went, when, what they searched, who is here now.

A visit is made of everything a person did, cut as sessions are, and is one of the web when it has a page view. It
bounces when it is over and the page view is all there is, but for what collectors tell of the visit by themselves
(that it began, that the page was left). A visitor is new when nothing they did is known from before the range; in the
series, in the period of their first visit of it. New and returning visitors add up to all.
"""

from stayflow.measure.analysis.kinds.web.model import WebResult
from stayflow.measure.analysis.kinds.web.request import parse_web
from stayflow.measure.analysis.kinds.web.web import Web

__all__ = ["Web", "WebResult", "parse_web"]
