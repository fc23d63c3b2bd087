"""What a browser is given to reach a relay."""

import base64
import hashlib
import hmac
import time

import pytest

from boutdufil.adapters.turn import ice_servers, write_credential

RELAYS = ["turn:relay.example.org:3478?transport=udp", "turns:relay.example.org:443"]


@pytest.fixture
def relays(settings):
    settings.BOUTDUFIL_TURN_URLS = ["stun:relay.example.org", *RELAYS]
    settings.BOUTDUFIL_TURN_SECRET = "north"


def test_the_password_is_the_relay_s_own(relays):
    made = write_credential(secret="north", user="leg", until=1577836800)

    expected = hmac.new(b"north", b"1577836800:leg", hashlib.sha1).digest()
    assert base64.b64decode(made.password) == expected


def test_access_ends_after_four_hours(relays):
    server = ice_servers(relay_only=True, user="a-leg")[0]

    until, user = server["username"].split(":")
    assert user == "a-leg"
    assert 4 * 3600 - 5 <= int(until) - time.time() <= 4 * 3600
    made = write_credential(secret="north", user="a-leg", until=int(until))
    assert server["credential"] == made.password


def test_a_home_is_told_of_no_server_that_shows_it_its_address(relays):
    assert [one["urls"] for one in ice_servers(relay_only=True, user="x")] == [RELAYS]
    assert ["stun:relay.example.org"] in [
        one["urls"] for one in ice_servers(relay_only=False, user="x")
    ]


@pytest.mark.parametrize(("urls", "secret"), [([], "north"), (RELAYS, "")])
def test_without_a_relay_there_is_none(settings, urls, secret):
    settings.BOUTDUFIL_TURN_URLS, settings.BOUTDUFIL_TURN_SECRET = urls, secret

    assert ice_servers(relay_only=True, user="x") == []
