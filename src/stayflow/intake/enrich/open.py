"""Opening what enrichment reads from files."""

from pathlib import Path

from stayflow.intake.enrich.addresses import AddressRangeInvalid, AddressRanges
from stayflow.intake.enrich.agents import AgentReader
from stayflow.intake.enrich.enrich import Enricher
from stayflow.intake.enrich.places import Places
from stayflow.kernel.settings import Settings


def open_enricher(settings: Settings) -> Enricher:
    """Open the optional data files; reads `geoip_file` and `data_centre_file`.

    Raises:
        GeoFileUnreadable: The file of places is named and cannot be read.
        AddressRangeInvalid: The file of ranges is named and cannot be read.
    """
    geo, ranges = settings.text("geoip_file"), settings.text("data_centre_file")
    return Enricher(
        agents=AgentReader(),
        places=Places(Path(geo)) if geo else None,
        data_centres=_ranges(Path(ranges)) if ranges else AddressRanges(()),
    )


def _ranges(file: Path) -> AddressRanges:
    """One range a line; what follows `#` is a remark."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise AddressRangeInvalid(
            f"{file} cannot be read: {error.strerror}", path="STAYFLOW_DATA_CENTRE_FILE"
        ) from None
    texts = [text for line in lines if (text := line.partition("#")[0].strip())]
    return AddressRanges(texts, path="STAYFLOW_DATA_CENTRE_FILE")
