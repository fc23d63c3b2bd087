"""The web child: pages and jobs in one process, on a socket that its parent holds."""

import argparse
import os
import signal
import socket
import sys
import threading

import uvicorn

GRACE_SECONDS = 2


def main() -> None:
    """Serve until told to stop, or until the parent is no more."""
    arguments = _parse()
    # uvicorn raises the signal again once it is down: without this, nothing after it would run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    threading.Thread(target=_follow_parent, args=[arguments.leash], daemon=True).start()
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
        )
    )
    server.run(sockets=[socket.socket(fileno=arguments.socket)])
    sys.exit(0 if server.started else 1)


def _follow_parent(leash: int) -> None:
    # Nothing is ever written: reading returns when the parent died, however it died.
    os.read(leash, 1)
    os.kill(os.getpid(), signal.SIGTERM)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--leash", type=int, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
