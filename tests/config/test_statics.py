"""A static file comes whole, with its headers, and never as a blocking stream."""

import asyncio
import warnings

import pytest
from django.contrib.staticfiles import finders
from django.core.asgi import get_asgi_application
from django.templatetags.static import static
from django.test import AsyncClient, Client

SHEET = "mobility/mobility.css"


@pytest.fixture
def sheet():
    with open(finders.find(SHEET), "rb") as file:
        return file.read()


def test_a_file_is_what_it_is_on_disk_with_its_type_and_its_length(sheet):
    answer = Client().get(static(SHEET))

    assert not answer.streaming
    assert answer.headers["content-type"].startswith("text/css")
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert answer.content == sheet


def test_a_part_of_a_file_and_one_already_held(sheet):
    part = Client().get(static(SHEET), headers={"range": "bytes=0-9"})
    fresh = Client().get(static(SHEET))
    again = Client().get(
        static(SHEET), headers={"if-modified-since": fresh.headers["last-modified"]}
    )

    assert (part.status_code, part.content) == (206, sheet[:10])
    assert (again.status_code, again.content) == (304, b"")


def test_the_asynchronous_site_gives_no_warning_about_blocking_streams(sheet):
    get_asgi_application()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        answer = asyncio.run(AsyncClient().get(static(SHEET)))

    assert answer.content == sheet
