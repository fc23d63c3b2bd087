"""What other modules tell this one at start-up, each from its `apps.ready`.

The kernel cannot know the rooms, so a room hands over its functions: what it holds about a person,
how to erase it, what to do when somebody signs in, how long it keeps things.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.contrib.sessions.backends.base import SessionBase
    from django.utils.functional import Promise

    from boutdufil.kernel.people.models import Person


class SignInHook(Protocol):
    """Called inside the sign-in request, with the session the visitor had as a guest."""

    def __call__(self, *, person: Person, session: SessionBase) -> None:
        """Claim for `person` what `session` holds."""


@dataclass(frozen=True, slots=True)
class SubjectData:
    """What one module holds about people: `export` gives JSON-able data, `erase` removes it."""

    name: str
    export: Callable[[Person], Any]
    erase: Callable[[Person], None]


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long one kind of data is kept, by what rule, and the function that enforces it.

    `run` takes the moment of the run and returns how many records went.
    """

    name: str
    what: str | Promise
    period: timedelta
    source: str | Promise
    run: Callable[[datetime], int]


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of "my page" told by another module: its heading, who fills it, how it is drawn.

    `provider` returns what `template` shows as `data`, or None when there is nothing to say.
    """

    key: str
    title: str | Promise
    provider: Callable[[Person], Any]
    template: str
    order: int = 100


_subject_data: dict[str, SubjectData] = {}
_sign_in_hooks: list[SignInHook] = []
_retention_rules: dict[str, RetentionRule] = {}
_page_sections: dict[str, PageSection] = {}


def register_subject_data(
    name: str, export: Callable[[Person], Any], erase: Callable[[Person], None]
) -> None:
    """Make a module's data part of every export and every erasure, under `name`."""
    _subject_data[name] = SubjectData(name, export, erase)


def on_sign_in(hook: SignInHook) -> SignInHook:
    """Have `hook(person=…, session=…)` called whenever somebody signs in."""
    if hook not in _sign_in_hooks:
        _sign_in_hooks.append(hook)
    return hook


def register_retention_rule(rule: RetentionRule) -> None:
    """Have `rule` run every night and shown on the public privacy page."""
    _retention_rules[rule.name] = rule


def register_my_page_section(
    key: str,
    title: str | Promise,
    provider: Callable[[Person], Any],
    template: str,
    order: int = 100,
) -> None:
    """Have "my page" show a section, the lowest `order` first; see `PageSection`."""
    _page_sections[key] = PageSection(key, title, provider, template, order)


def subject_data() -> tuple[SubjectData, ...]:
    """Return what each module registered, in the order of their names."""
    return tuple(_subject_data[name] for name in sorted(_subject_data))


def sign_in_hooks() -> tuple[SignInHook, ...]:
    """Return the hooks in the order they were registered."""
    return tuple(_sign_in_hooks)


def retention_rules() -> tuple[RetentionRule, ...]:
    """Return the rules, the shortest period first."""
    return tuple(sorted(_retention_rules.values(), key=lambda rule: (rule.period, rule.name)))


def my_page_sections() -> tuple[PageSection, ...]:
    """Return the registered sections in the order in which they are shown."""
    return tuple(sorted(_page_sections.values(), key=lambda part: (part.order, part.key)))


def forget_registration(name: str) -> None:
    """Take a module's data out again (tests register invented rooms)."""
    _page_sections.pop(name, None)
    _subject_data.pop(name, None)
    _retention_rules.pop(name, None)
