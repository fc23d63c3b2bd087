"""The site in a process of its own that can be killed, and candidates who answer through it."""

import http.client
import json
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.reduction import DupFd
from typing import Any

import uvicorn
from django.conf import settings
from django.db import connections
from django.test import Client

from boutdufil.config.settings.environment import database_settings
from tests.forking import Forked

SECRET = "c" * 32
PATIENCE = 20
SILENT = (OSError, http.client.HTTPException, ValueError)


class Served:
    """Processes of the site on one socket that outlives them, as under its supervisor."""

    def __init__(self, database: str) -> None:
        self._environment = os.environ | {"DATABASE_URL": database}
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.socket.getsockname()[1]
        self.process = self._start()

    def kill(self) -> None:
        """Kill the site without warning, and start it again."""
        self.process.kill()
        assert self.process.wait(10) < 0
        self.process = self._start()

    def end(self) -> None:
        """End it for good."""
        self.process.kill()
        self.process.wait(10)
        self.socket.close()

    def _start(self) -> Forked:
        return Forked(_serve, DupFd(self.socket.fileno()), self._environment)


class Device:
    """Somebody signed in who sends an answer until the site says that it is kept."""

    def __init__(self, port: int, paper: Any, person: Any) -> None:
        client = Client()
        client.force_login(person)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self._headers = {
            "Content-Type": "application/json",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; "
            f"{settings.CSRF_COOKIE_NAME}={SECRET}",
            "X-CSRFToken": SECRET,
        }
        self._address = f"/concours/copie/{paper.pk}/reponses/"
        self._lease = paper.lease
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.acknowledged: dict[int, object] = {}
        self.breaks = 0

    def answer(self, number: int, position: int, value: object) -> None:
        """Give an answer; the same again, as its page does, until it is acknowledged."""
        one = {"n": number, "p": position, "v": value, "ago": 0}
        while number not in self.acknowledged:
            try:
                told = self._send({"lease": self._lease, "answers": [one], "away": []})
            except SILENT:
                self.breaks += 1
                self._line.close()
                continue
            self.acknowledged |= dict.fromkeys(told["kept"], value)

    def close(self) -> None:
        """Leave the line."""
        self._line.close()

    def _send(self, words: Mapping[str, object]) -> Any:
        self._line.request("POST", self._address, json.dumps(words), self._headers)
        answer = self._line.getresponse()
        told = answer.read()
        assert answer.status == 200, told[:300]
        return json.loads(told)


def _serve(listening: Any, environment: Mapping[str, str]) -> None:
    os.environ.update(environment)
    connections.settings["default"].update(
        database_settings(environment["DATABASE_URL"], pooled=True)
    )
    config = uvicorn.Config(
        "boutdufil.config.asgi:application", lifespan="off", log_config=None, access_log=False
    )
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[socket.socket(fileno=listening.detach())])
