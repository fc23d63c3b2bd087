"""A NUL byte is refused with a clear answer, wherever it comes in."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/mobilite/?q=%00", "/metiers/recherche/?q=a%00b", "/%00/"])
def test_in_an_address(client, address):
    assert client.get(address).status_code == 400


def test_in_a_form(client):
    assert client.post("/connexion/", {"email": "a\x00@example.org"}).status_code == 400
