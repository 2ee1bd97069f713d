"""Our collector for `collect`: as it is served, without the worker that would take the same cores.

Run as a process of its own: `python -m benchmarks.targets._our_collector FOLDER PORT`.
"""

import sys

import uvicorn

from stayflow.app import open_app
from stayflow.interfaces.http import build_server
from stayflow.interfaces.http.server import Serves
from stayflow.kernel.settings import load_settings


def main() -> None:
    """Serve until the process is ended."""
    folder, port = sys.argv[1], int(sys.argv[2])
    app = open_app(
        load_settings({"data": folder}, {"STAYFLOW_LOG_BYTES_MAX": "40000000000"}),
        command="stayflow bench collect",
    )
    try:
        uvicorn.run(
            build_server(app, serves=Serves.COLLECT),
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
        )
    finally:
        app.close()


if __name__ == "__main__":
    main()
