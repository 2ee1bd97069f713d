"""What cleaning holds of persons, and how it lets go of them."""

from typing import Final

from stayflow.access.erasure import Holdings, PassingTable

# Hashes of the last two days, which do not tell whose they are; only what comes within a minute is compared with them.
CLEAN_HOLDINGS: Final = Holdings(
    facts=(PassingTable("recent_fingerprints"), PassingTable("recent_rates"))
)
