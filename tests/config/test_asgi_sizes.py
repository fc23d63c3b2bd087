"""Two gigabytes are refused by their announced length: nothing of them is read."""

import asyncio

import pytest

from boutdufil.config.asgi_sizes import RefuseTooLarge

LARGEST = 1_000


def answer(length):
    """Return the status of a request that announces a length; reading it is a mistake."""
    told = []

    async def pages(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive():
        raise AssertionError("something was read")

    async def send(message):
        told.append(message)

    headers = [] if length is None else [(b"content-length", length)]
    scope = {"type": "http", "headers": headers}
    asyncio.run(RefuseTooLarge(pages, LARGEST)(scope, receive, send))
    return told


@pytest.mark.parametrize("length", [b"2000000000", b"1001"])
def test_what_is_too_large_is_refused_unread_with_words(length):
    start, body = answer(length)

    assert start["status"] == 413
    assert "trop lourd" in body["body"].decode()
    assert "too large" in body["body"].decode()


@pytest.mark.parametrize("length", [None, b"1000", b"0", b"many"])
def test_the_rest_reaches_the_pages(length):
    assert answer(length)[0]["status"] == 200
