"""Filling in what an event does not say itself, for a whole batch, at the cost of distinct values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.columns import EventColumns
from stayflow.intake.enrich.addresses import AddressRanges
from stayflow.intake.enrich.agents import AgentReader
from stayflow.intake.enrich.places import Places
from stayflow.intake.enrich.referrers import (
    CAMPAIGN_PARAMETERS,
    host_of,
    read_campaign,
    read_referrer,
)
from stayflow.language.event import OWN_SOURCES

Context = dict[str, pa.Array]
_WITH_CAMPAIGN: Final = "utm_"


@dataclass(frozen=True, slots=True)
class Enricher:
    """What a process fills in with; the parts remember what they read last.

    Attributes:
        agents: Reads user agents.
        places: Finds places by address; None without a data file.
        data_centres: Ranges of addresses in which no people are.
    """

    agents: AgentReader = field(default_factory=AgentReader)
    places: Places | None = None
    data_centres: AddressRanges = field(default_factory=lambda: AddressRanges(()))

    def enrich(self, events: EventColumns) -> EventColumns:
        """The events with device, system, browser, place, search engine and campaign filled in.

        What an event says itself is never changed.
        """
        if events.source in OWN_SOURCES or not len(events):
            return events
        context = dict(events.context)
        if events.user_agent is not None:
            told = self.agents.read(events.user_agent)
            said = {"device": told.device, "os": told.os, "browser": told.browser}
            _fill_group(context, said)
        if self.places is not None and events.ip is not None:
            names = ("country", "province", "city")
            _fill_group(context, dict(zip(names, self.places.find(events.ip), strict=True)))
        _fill_campaign(context)
        _fill_origin(context)
        return replace(events, context=context)


def _fill_group(context: Context, said: Mapping[str, pa.Array]) -> None:
    for name, values in said.items():
        _fill(context, name, values)


def _fill(context: Context, name: str, values: pa.Array) -> None:
    """Put values where the column has none."""
    if not pc.any(pc.not_equal(values, "")).as_py():
        return
    own = context.get(name)
    if own is None:
        context[name] = values
    else:
        is_empty = pc.equal(pc.fill_null(own, ""), "")
        context[name] = pc.if_else(is_empty, values, own)


def _fill_campaign(context: Context) -> None:
    """Parameters of the URL, for events that name no campaign themselves."""
    urls = context.get("url")
    if urls is None:
        return
    encoded = urls.dictionary_encode()
    distinct = encoded.dictionary
    if not pc.any(pc.match_substring(distinct, _WITH_CAMPAIGN)).as_py():
        return
    said = [read_campaign(url) if _WITH_CAMPAIGN in url else {} for url in distinct.to_pylist()]
    is_silent = np.ones(len(urls), dtype=bool)
    for name in CAMPAIGN_PARAMETERS.values():
        if name in context:
            is_silent &= np.asarray(pc.equal(pc.fill_null(context[name], ""), ""))
    silent = pa.array(is_silent)
    for name in CAMPAIGN_PARAMETERS.values():
        values = pa.array([each.get(name, "") for each in said], pa.string()).take(encoded.indices)
        _fill(context, name, pc.if_else(silent, values, ""))


def _fill_origin(context: Context) -> None:
    """Search engine, keyword and medium of the referrer; a page of the same host is none."""
    referrers = context.get("referrer")
    if referrers is None:
        return
    encoded = referrers.dictionary_encode()
    found = [read_referrer(text or "") for text in encoded.dictionary.to_pylist()]

    def column(read: Callable[[int], str]) -> pa.Array:
        return pa.array([read(place) for place in range(len(found))], pa.string()).take(
            encoded.indices
        )

    _fill(context, "search_engine", column(lambda place: found[place].engine))
    _fill(context, "keyword", column(lambda place: found[place].keyword))
    medium = column(lambda place: found[place].medium)
    if "url" in context:
        pages = context["url"].dictionary_encode()
        hosts = pa.array([host_of(url) for url in pages.dictionary.to_pylist()], pa.string())
        is_own = pc.equal(hosts.take(pages.indices), column(lambda place: found[place].host))
        medium = pc.if_else(is_own, "", medium)
    if "source" in context:  # a named campaign without a medium stays without one
        medium = pc.if_else(pc.equal(pc.fill_null(context["source"], ""), ""), medium, "")
    _fill(context, "medium", medium)
