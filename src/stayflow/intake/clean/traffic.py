"""Steps that look for who is no customer: crawlers, data centres, the own offices and test hosts."""

from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from stayflow.intake.clean.model import Cleaning
from stayflow.intake.clean.reasons import Reason
from stayflow.intake.columns import Mask, as_mask
from stayflow.intake.enrich import AddressRanges, are_crawlers, host_of
from stayflow.language.event import OWN_SOURCES

_FROM_SERVERS: Final = ("server", "offline")
"""Channels in which programs speak for people: what they call themselves says nothing of them."""


def drop_bots(batch: Cleaning) -> Cleaning:
    """Crawlers and automated browsers, by what they call themselves; not what servers send."""
    agents = batch.events.user_agent
    if agents is None or not batch.guide.rules.bots:
        return batch
    found = are_crawlers(agents)
    if found.any():
        found &= ~_is_from_server(batch)
    return batch.drop(found, Reason.BOT)


def drop_data_centres(batch: Cleaning) -> Cleaning:
    """Addresses of data centres, where no people are; not what servers send."""
    ranges = batch.guide.data_centres
    if batch.events.ip is None or not batch.guide.rules.data_centres or not ranges:
        return batch
    found = ranges.hold(batch.events.ip)
    if found.any():
        found &= ~_is_from_server(batch)
    return batch.drop(found, Reason.DATA_CENTRE)


def drop_internal_traffic(batch: Cleaning) -> Cleaning:
    """The own offices, people and test hosts, as the project names them."""
    if batch.events.source in OWN_SOURCES:
        return batch
    rules = batch.guide.rules
    if rules.internal_addresses and batch.events.ip is not None:
        ranges = AddressRanges(rules.internal_addresses)
        batch = batch.drop(ranges.hold(batch.events.ip), Reason.INTERNAL_TRAFFIC, "ip")
    if rules.internal_hosts and "url" in batch.events.context:
        batch = batch.drop(_has_own_host(batch), Reason.INTERNAL_TRAFFIC, "url")
    if rules.internal_identities:
        batch = batch.drop(_is_own_person(batch), Reason.INTERNAL_TRAFFIC, "identities")
    return batch


def drop_address(batch: Cleaning) -> Cleaning:
    """The client's address goes no further, unless the project wants it stored."""
    events = batch.events
    if events.ip is None:
        return batch
    if not batch.guide.rules.keeps_ip:
        return replace(batch, events=replace(events, ip=None))
    context = {**events.context, "ip": events.ip.dictionary_decode()}
    return replace(batch, events=replace(events, ip=None, context=context))


def _is_from_server(batch: Cleaning) -> Mask:
    channel = batch.events.context.get("channel")
    if channel is None:
        return np.zeros(len(batch.events), dtype=bool)
    return as_mask(pc.is_in(channel, value_set=pa.array(_FROM_SERVERS)))


def _has_own_host(batch: Cleaning) -> Mask:
    exact = {host for host in batch.guide.rules.internal_hosts if not host.startswith("*.")}
    ends = tuple(host[1:] for host in batch.guide.rules.internal_hosts if host.startswith("*."))
    urls = batch.events.context["url"].dictionary_encode()
    hosts = [host_of(url) for url in urls.dictionary.to_pylist()]
    own = pa.array([host in exact or host.endswith(ends or ("\0",)) for host in hosts], pa.bool_())
    return as_mask(own.take(urls.indices))


def _is_own_person(batch: Cleaning) -> Mask:
    own = np.zeros(len(batch.events), dtype=bool)
    listed: dict[str, list[str]] = {}
    for text in batch.guide.rules.internal_identities:
        kind, _, value = text.partition(":")
        listed.setdefault(kind, []).append(value)
    for kind, values in listed.items():
        if kind in batch.events.identities:
            column = batch.events.identities[kind]
            own |= as_mask(pc.is_in(column, value_set=pa.array(values, pa.string())))
    return own
