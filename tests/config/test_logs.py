"""No log line carries personal data."""

import logging
import sys

import pytest

from boutdufil.config.logs import PlainFormatter, StructuredFormatter, without_personal_data


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


FORMATTERS = [PlainFormatter("%(message)s"), StructuredFormatter("%(message)s")]


def record_of(**extra):
    try:
        raise ValueError("Key (email)=(camille@example.org) already exists")
    except ValueError:
        trace = sys.exc_info()
    record = logging.LogRecord("x", logging.INFO, "f", 1, "mail to %s", ("a@b.fr",), trace)
    record.__dict__.update(extra)
    return record


@pytest.mark.parametrize("formatter", FORMATTERS, ids=["plain", "json"])
def test_a_line_names_nobody_not_even_in_its_trace(formatter):
    line = formatter.format(record_of())

    assert "mail to [e-mail]" in line
    assert "already exists" in line
    assert "camille" not in line


@pytest.mark.parametrize("formatter", FORMATTERS, ids=["plain", "json"])
def test_fields_that_a_library_adds_are_not_written(formatter):
    assert "Camille" not in formatter.format(record_of(person="Camille Inventée"))
