"""The demo: real, freely licensed data, moved so that its last day is yesterday.

`load_demo` makes two projects and everything an operator would have made of them: segments,
questions, an RFM, a lifecycle with half a year of history, points, and a finished campaign that
was sent by SMTP to a sink of ours. `data/SOURCES.md` says where the data come from.

Table: `demo_loads`.
"""

from stayflow.demo.load import DemoLoaded, load_demo
from stayflow.demo.sign_in import OWNER_EMAIL, FirstSignIn, ensure_owner

__all__ = [
    "OWNER_EMAIL",
    "DemoLoaded",
    "FirstSignIn",
    "ensure_owner",
    "load_demo",
]
