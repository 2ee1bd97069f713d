"""Stayflow (留量): turns traffic into people who stay.

Floors, from the ground up; imports go down only (`ARCHITECTURE.md`): `kernel` < `stores` < `access`,
`language` < `intake` < `understand` < `act`, `reward`, `measure` < `app` < `demo` < `interfaces`.
"""

__version__ = "0.1.0"
