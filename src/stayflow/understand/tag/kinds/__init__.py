"""The kinds of tag, each in a file of its own; a further one (values of a model) is a file and a line here."""

from typing import Final

from stayflow.kernel.registry import Registry
from stayflow.understand.tag.kinds.imported import IMPORT
from stayflow.understand.tag.kinds.kind import Classes, Found, Listed, TagKind
from stayflow.understand.tag.kinds.manual import MANUAL
from stayflow.understand.tag.kinds.preference import PreferenceKind, has_order, orders_sql
from stayflow.understand.tag.kinds.rule import RuleKind
from stayflow.understand.tag.kinds.statistic import StatisticKind

KINDS: Final[Registry[TagKind]] = Registry("kind of tag")
for _kind in (RuleKind(), StatisticKind(), PreferenceKind(), IMPORT, MANUAL):
    KINDS.register(_kind.name, _kind)

__all__ = ["KINDS", "Classes", "Found", "Listed", "TagKind", "has_order", "orders_sql"]
