"""A draft the law has nothing to say against, to be changed by each test."""

from dataclasses import replace
from decimal import Decimal

from boutdufil.kernel.posts.drafts import VacancyDraft

GOOD = VacancyDraft(
    code="D1408",
    title="Conseiller client à distance / Conseillère cliente à distance",
    description=(
        "Vous répondez aux questions de la clientèle par téléphone et par écrit, "
        "avec une équipe de douze personnes."
    ),
    contract="permanent",
    weekly_hours=Decimal(35),
    commune="59350",
    pay_min=195_000,
    pay_max=210_000,
    pay_period="month",
)


def good_draft(**facts):
    """Return the good draft, some of its fields replaced."""
    return replace(GOOD, **facts)


def changed(draft, **facts):
    """Return a draft with some fields replaced."""
    return replace(draft, **facts)
