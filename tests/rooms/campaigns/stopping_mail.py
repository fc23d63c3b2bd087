"""A mail server in a folder, whose client dies at one message: before it is taken, or after."""

import os
import signal
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend

counted: list[str] = []


class EmailBackend(BaseEmailBackend):
    """Takes messages as files until the one at which the process is killed."""

    def send_messages(self, email_messages):
        for message in email_messages:
            self._take(message)
        return len(email_messages)

    def _take(self, message):
        folder = Path(os.environ["MAILBOX"])
        told = f"{message.to[0]} {message.extra_headers['Message-ID']}"
        counted.append(told)
        is_last = len(counted) == int(os.environ["DIES_AT"])
        if is_last and os.environ["DIES"] == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        number = len(list(folder.iterdir()))
        (folder / f"{number:03d}").write_text(told, encoding="utf-8")
        if is_last:
            os.kill(os.getpid(), signal.SIGKILL)
