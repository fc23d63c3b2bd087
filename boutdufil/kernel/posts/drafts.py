"""What an employer says of a vacancy, before it is anything else."""

from dataclasses import dataclass, fields
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from boutdufil.kernel.posts.enums import PayPeriod, SignLanguage

# A full-time month of 35 hours a week: 35 × 52 / 12.
MONTH_HOURS = Decimal("151.67")
FULL_WEEK = Decimal(35)


@dataclass(frozen=True, slots=True)
class SkillAsked:
    """A skill by its code, as it is called today; ``required`` or only wished for."""

    skill: str
    label: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class LanguageAsked:
    """A language (ISO 639-1) and the level it is needed at (CEFR, A1 to C2; empty: not said)."""

    code: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class VacancyDraft:
    """Every field of a vacancy; pay is gross, in cents of euro, for ``pay_period``.

    ``posts`` is how many people are looked for. A field left out is unknown, never zero.
    """

    code: str
    title: str
    contract: str
    commune: str
    posts: int = 1
    reference: str = ""
    other_titles: tuple[str, ...] = ()
    description: str = ""
    contract_months: int | None = None
    weekly_hours: Decimal | None = None
    works_sundays: bool = False
    works_nights: bool = False
    works_shifts: bool = False
    pattern: str = ""
    pay_min: int | None = None
    pay_max: int | None = None
    pay_period: str = ""
    home_days: int = 0
    languages: tuple[LanguageAsked, ...] = ()
    sign_language: str = SignLanguage.NONE.value
    accessibility: str = ""
    starts_on: date | None = None
    apply_until: date | None = None
    outbound: bool = False
    skills: tuple[SkillAsked, ...] = ()


# What a table line holds as it is; posts, skills and languages have shapes of their own.
PLAIN_FIELDS = tuple(
    entry.name
    for entry in fields(VacancyDraft)
    if entry.name not in {"posts", "skills", "languages", "other_titles"}
)


def month_pay(cents: int | None, period: str, weekly_hours: Decimal | None) -> int | None:
    """Return a pay as that of a full-time month, in whole cents; None when it is not known.

    An hour is worth 151.67 of it, a year a twelfth; a month or a year of a part-time contract is
    first brought to 35 hours a week.
    """
    if cents is None or not period:
        return None
    if period == PayPeriod.HOUR:
        return rounded(cents * MONTH_HOURS)
    month = Decimal(cents) / (12 if period == PayPeriod.YEAR else 1)
    part_time = weekly_hours is not None and 0 < weekly_hours < FULL_WEEK
    return (
        rounded(month * FULL_WEEK / weekly_hours) if part_time and weekly_hours else rounded(month)
    )


def contract_month_pay(cents: int | None, period: str, weekly_hours: Decimal | None) -> int | None:
    """Return what the contract itself pays a month, in whole cents; None when it is not known."""
    if cents is None or not period:
        return None
    if period == PayPeriod.YEAR:
        return rounded(Decimal(cents) / 12)
    if period == PayPeriod.MONTH:
        return cents
    hours = MONTH_HOURS * (weekly_hours / FULL_WEEK if weekly_hours else 1)
    return rounded(cents * hours)


def hourly_pay(draft: VacancyDraft) -> int | None:
    """Return the least an hour is paid, in whole cents; None when it is not known."""
    month = month_pay(draft.pay_min, draft.pay_period, draft.weekly_hours)
    return None if month is None else rounded(month / MONTH_HOURS)


def rounded(amount: Decimal) -> int:
    """Round half up to the cent."""
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
