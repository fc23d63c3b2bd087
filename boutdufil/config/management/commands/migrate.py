"""Django's ``migrate``, which renders a new model alone.

Django renders a model again with all that is related to it whenever one is added: with some three
hundred related models that is half of the time of a first start. Nothing points to a model that
was not there a moment ago, so the others stay as they are. The schema that comes out is compared
with Django's own by ``tests/config/test_migrate_command.py``.
"""

import contextlib
from collections.abc import Iterator
from typing import Any

from django import VERSION
from django.core.management.commands.migrate import Command as DjangoCommand
from django.db.migrations.state import ModelState, ProjectState

# The version whose way of adding a model was read; any other is left to its own way.
READ = (5, 2)


class Command(DjangoCommand):
    """Bring the database to the schema of this release."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate; arguments and errors are Django's."""
        with rendering_alone():
            super().handle(*args, **options)


@contextlib.contextmanager
def rendering_alone() -> Iterator[None]:
    """Add models to a state one by one while the block runs."""
    before = ProjectState.add_model
    if VERSION[:2] == READ:
        ProjectState.add_model = add_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = before  # type: ignore[method-assign]


def add_model(self: ProjectState, model_state: ModelState) -> None:
    """Add a model to a state and, where its models are rendered, render this one."""
    key = model_state.app_label, model_state.name_lower
    self.models[key] = model_state
    if self._relations is not None:  # type: ignore[attr-defined]
        self.resolve_model_relations(key)
    if "apps" in self.__dict__:  # hasattr would render them all
        self.apps.render_multiple([model_state])
