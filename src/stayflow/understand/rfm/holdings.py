"""What RFM holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import FactTable, Holdings

RFM_HOLDINGS: Final = Holdings(facts=(FactTable("rfm_people"), FactTable("rfm_changes")))
