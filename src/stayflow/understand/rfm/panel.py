"""What a person's page says of their RFM."""

from stayflow.understand.profile import Reading
from stayflow.understand.rfm.model import PersonRfm
from stayflow.understand.rfm.queries import find_person_rfm
from stayflow.understand.rfm.store import DEFAULT_MODEL, find_rfm_model


class RfmPanel:
    """The person's class at the newest run of the default model."""

    name = "rfm"

    def read(self, reading: Reading) -> PersonRfm | None:
        """The class; None without a run, or for somebody without one."""
        model = find_rfm_model(reading.tx, DEFAULT_MODEL)
        if model is None or model.refreshed_at is None:
            return None
        return find_person_rfm(
            DEFAULT_MODEL,
            reading.person_id,
            model.refreshed_at,
            scope=reading.scope,
            warehouse=reading.warehouse,
        )
