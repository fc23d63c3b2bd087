"""No log line carries personal data."""

import logging

import pytest

from boutdufil.config.logs import WithoutPersonalData, without_personal_data


@pytest.mark.parametrize(
    "secret",
    ["camille@example.org", "192.0.2.17", "2001:db8:0:1:2:3:4:5", "?email=camille"],
)
def test_personal_data_is_cut(secret):
    assert secret not in without_personal_data(f"GET /page/{secret} refused")


def test_a_token_in_a_path_is_cut():
    assert "kJ8s_dkJ8s_dkJ8s_dkJ8s_dkJ8s_d" not in without_personal_data(
        "GET /mobilite/partage/kJ8s_dkJ8s_dkJ8s_dkJ8s_dkJ8s_d/ 200"
    )


def test_the_filter_cleans_arguments_too():
    record = logging.LogRecord("x", logging.INFO, "f", 1, "mail to %s", ("a@b.fr",), None)

    assert WithoutPersonalData().filter(record)
    assert record.getMessage() == "mail to [e-mail]"
