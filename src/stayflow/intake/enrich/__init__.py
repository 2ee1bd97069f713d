"""Enrichment: device, system and browser of a user agent, place of an address, origin of a visit.

Owns no table and opens no connection: libraries and files on this machine only. Everything is
looked up once per distinct value, and remembered.
"""

from stayflow.intake.enrich.addresses import AddressRangeInvalid, AddressRanges
from stayflow.intake.enrich.agents import are_crawlers
from stayflow.intake.enrich.enrich import Enricher
from stayflow.intake.enrich.open import open_enricher
from stayflow.intake.enrich.places import GeoFileUnreadable
from stayflow.intake.enrich.referrers import host_of

__all__ = [
    "AddressRangeInvalid",
    "AddressRanges",
    "Enricher",
    "GeoFileUnreadable",
    "are_crawlers",
    "host_of",
    "open_enricher",
]
