"""Before a call everybody reads how it travels here: through a relay, or directly."""

import pytest
from django.template.loader import render_to_string


@pytest.mark.parametrize(
    ("way", "said", "unsaid"),
    [
        ("direct", "sans relais", "passent par un relais"),
        ("relay", "passent par un relais", "sans relais"),
    ],
)
def test_the_check_says_how_calls_travel(settings, way, said, unsaid):
    settings.BOUTDUFIL_MEDIA = way

    page = render_to_string("calls/_device_check.html", {"channel": "voice"})

    assert said in page
    assert unsaid not in page
