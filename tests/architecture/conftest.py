"""Fixtures of what must hold for the project as a whole."""

from tests.architecture.inhabited import world

__all__ = ["world"]
