"""The web child: pages and jobs in one process, on a socket that its parent holds."""

import argparse
import signal
import socket
import sys

import uvicorn

from boutdufil.config.processes.leash import follow

GRACE_SECONDS = 2
LARGEST_WEBSOCKET_BYTES = 65_536


def main() -> None:
    """Serve until told to stop, or until the parent is no more."""
    arguments = _parse()
    # uvicorn raises the signal again once it is down: without this, nothing after it would run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    follow(arguments.leash)
    server = uvicorn.Server(
        uvicorn.Config(
            "boutdufil.config.asgi:application",
            lifespan="on",
            # A claimed address is believed by our own rule alone (BOUTDUFIL_TRUSTED_PROXIES).
            proxy_headers=False,
            access_log=False,
            log_config=None,  # our formatters, which name nobody
            log_level="warning",
            timeout_graceful_shutdown=GRACE_SECONDS,
            # A leg whose network is gone is found out in 15 s; browsers answer by themselves.
            ws_ping_interval=5,
            ws_ping_timeout=10,
            ws_max_size=LARGEST_WEBSOCKET_BYTES,
        )
    )
    server.run(sockets=[socket.socket(fileno=arguments.socket)])
    sys.exit(0 if server.started else 1)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--leash", type=int, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
