"""The owner's credential never reaches the processes that serve pages."""

import os

from boutdufil.config.processes.database import open_database


def test_children_do_not_inherit_the_owners_address(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@/x")
    monkeypatch.setenv("BOUTDUFIL_OWNER_URL", "postgresql://owner@/x")

    with open_database() as database:
        assert "BOUTDUFIL_OWNER_URL" not in os.environ
        assert database.owner == "postgresql://owner@/x"

    assert os.environ["BOUTDUFIL_OWNER_URL"] == "postgresql://owner@/x"
