"""What is too large is refused at the door: its length is looked at, none of it is read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

# More than any file a page asks for; `deploy/nginx` holds the sum of a page's files below it.
LARGEST = 64_000_000
CONTENT_TOO_LARGE = 413
WORDS = (
    "Ce que vous envoyez est trop lourd\u00a0: 64\u00a0Mo au plus. Rien n’en a été lu. Revenez en "
    "arrière, et coupez votre fichier en plusieurs.\n\n"
    "What you send is too large: 64 MB at most. None of it was read. Go back, and cut your file "
    "into several.\n"
)

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Message], Awaitable[None]]
Pages = Callable[[Message, Any, Any], Awaitable[None]]


class RefuseTooLarge:
    """Pages, for requests of a bearable length: others get 413 and words in both languages."""

    def __init__(self, pages: Pages, largest: int = LARGEST) -> None:
        self._pages = pages
        self._largest = largest

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it by its announced length alone."""
        if announced_length(scope) > self._largest:
            await _refuse(send)
        else:
            await self._pages(scope, receive, send)


def announced_length(scope: Message) -> int:
    """Return the bytes a request says it will send; 0 when it does not say."""
    said = next((v for name, v in scope.get("headers", ()) if name == b"content-length"), b"")
    return int(said) if said.isdigit() else 0


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    start = {"type": "http.response.start", "status": CONTENT_TOO_LARGE, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": WORDS.encode()})
