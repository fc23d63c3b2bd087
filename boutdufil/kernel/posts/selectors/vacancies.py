"""Vacancies as they are read: by everybody, and by whoever works on them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.posts.drafts import (
    FULL_WEEK,
    PLAIN_FIELDS,
    LanguageAsked,
    SkillAsked,
    VacancyDraft,
    contract_month_pay,
)
from boutdufil.kernel.posts.enums import (
    ClosingReason,
    Contract,
    PayPeriod,
    PostState,
    SignLanguage,
    SpokenLanguage,
    VacancyStatus,
)
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors.figures import PostFigure, Scope, post_figure
from boutdufil.kernel.posts.selectors.pay import pay_words
from boutdufil.kernel.territories import selectors as territories

# What a stranger may read: what was published stays readable, marked as closed.
READABLE = (VacancyStatus.PUBLISHED, VacancyStatus.FILLED, VacancyStatus.EXPIRED)


@dataclass(frozen=True, slots=True)
class Employer:
    """Who offers the posts; ``verified`` says that its SIRET was confirmed by the register."""

    id: int
    name: str
    invented: bool
    verified: bool
    website: str


@dataclass(frozen=True, slots=True)
class PayFacts:
    """A pay in words: as given, for a full-time month, and for this contract where it differs."""

    given: str
    full_month: str
    contract_month: str


@dataclass(frozen=True, slots=True)
class VacancyPage:
    """Everything a vacancy says; ``is_open`` when it takes applications."""

    id: int
    draft: VacancyDraft
    status: str
    hidden: bool
    confidential: bool
    published_at: datetime | None
    changed_at: datetime
    employer: Employer
    place: territories.PlaceRow | None
    card: occupations.CardSummary | None
    pay: PayFacts
    required: tuple[SkillAsked, ...]
    wished: tuple[SkillAsked, ...]
    figure: PostFigure

    @property
    def is_open(self) -> bool:
        """Whether one may apply now."""
        return self.status == VacancyStatus.PUBLISHED and self.is_public

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: what was published stays readable, marked as closed."""
        return self.status in READABLE and not self.hidden and not self.confidential

    @property
    def contract(self) -> str:
        """The contract in words."""
        return str(Contract(self.draft.contract).label)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages with their levels, in words."""
        return tuple(spoken(asked) for asked in self.draft.languages)

    @property
    def sign_language(self) -> str:
        """What is said of French sign language; empty when nothing is."""
        asked = self.draft.sign_language
        return "" if asked == SignLanguage.NONE else str(SignLanguage(asked).label)

    @property
    def fully_at_home(self) -> bool:
        """Whether every day is spent at home."""
        return self.draft.home_days >= 5


def spoken(asked: LanguageAsked) -> str:
    """Return a language with its level, in the reader's words."""
    known = asked.code in SpokenLanguage.values
    name = str(SpokenLanguage(asked.code).label) if known else asked.code
    return f"{name} ({asked.level})" if asked.level else name


def vacancy_page(vacancy_id: int) -> VacancyPage | None:
    """Return a vacancy whole, in whatever state; who may read it is the caller's question."""
    found = Vacancy.objects.filter(pk=vacancy_id).select_related("organisation", "need")
    vacancy = found.first()
    if vacancy is None:
        return None
    draft, organisation = draft_of(vacancy), vacancy.organisation
    return VacancyPage(
        id=vacancy.pk,
        draft=draft,
        status=vacancy.status,
        hidden=vacancy.hidden_at is not None,
        confidential=vacancy.need.confidential,
        published_at=vacancy.published_at,
        changed_at=vacancy.changed_at,
        employer=Employer(
            organisation.pk,
            organisation.name,
            organisation.invented,
            organisation.verified_at is not None,
            organisation.website,
        ),
        place=territories.get_place(vacancy.commune),
        card=occupations.cards([vacancy.code]).get(vacancy.code),
        pay=pay_facts(vacancy),
        required=tuple(skill for skill in draft.skills if skill.required),
        wished=tuple(skill for skill in draft.skills if not skill.required),
        figure=post_figure(Scope(vacancy_id=vacancy.pk)),
    )


def draft_of(vacancy: Vacancy) -> VacancyDraft:
    """Return what a stored vacancy says; ``posts`` counts the open ones."""
    return draft_with(vacancy, posts=vacancy.posts.filter(state=PostState.OPEN).count())


def draft_with(vacancy: Vacancy, *, posts: int) -> VacancyDraft:
    """Return what a stored vacancy says, its open posts counted by the caller."""
    plain: dict[str, Any] = {name: getattr(vacancy, name) for name in PLAIN_FIELDS}
    return VacancyDraft(
        **plain,
        posts=posts,
        other_titles=tuple(vacancy.other_titles),
        languages=tuple(LanguageAsked(*pair) for pair in vacancy.languages.items()),
        skills=tuple(
            SkillAsked(row.skill, row.label, row.required) for row in vacancy.skills.all()
        ),
    )


def pay_facts(vacancy: Vacancy) -> PayFacts:
    """Return the pay of a vacancy in words."""
    hours, period = vacancy.weekly_hours, vacancy.pay_period
    month = PayPeriod.MONTH.value
    full = pay_words(vacancy.month_pay_min, vacancy.month_pay_max, month)
    part_time = hours is not None and hours < FULL_WEEK
    low, high = (contract_month_pay(p, period, hours) for p in (vacancy.pay_min, vacancy.pay_max))
    return PayFacts(
        given=pay_words(vacancy.pay_min, vacancy.pay_max, period),
        full_month="" if period == month and not part_time else full,
        contract_month=pay_words(low, high, month) if part_time and period != month else "",
    )


@dataclass(frozen=True, slots=True)
class EmployerVacancyRow:
    """One vacancy in its employer's list."""

    id: int
    title: str
    reference: str
    status: str
    status_label: str
    hidden: bool
    place: str
    employer: str
    published_at: datetime | None
    apply_until: date | None
    changed_at: datetime
    open: int
    filled: int
    closed: int
    contacts: int

    @property
    def counted(self) -> bool:
        """Whether its posts are in the figures: it was published, and is not hidden."""
        return self.published_at is not None and not self.hidden


def employer_vacancies(organisation_ids: list[int]) -> QuerySet[Vacancy, Any]:
    """Return the vacancies of organisations with their counts, drafts first, the newest first.

    What was entered by mistake is no post, here as in every figure.
    """
    mistaken = Q(posts__closing_reason=ClosingReason.MISTAKE)
    states = {
        name: Count("posts", filter=Q(posts__state=state) & ~mistaken, distinct=True)
        for name, state in (
            ("open", PostState.OPEN),
            ("filled", PostState.FILLED),
            ("closed", PostState.CLOSED),
        )
    }
    return (
        Vacancy.objects.filter(organisation_id__in=organisation_ids)
        .select_related("organisation")
        .annotate(contacts_made=Count("contacts", distinct=True), **states)
        .order_by("status", "-changed_at", "-pk")
    )


def employer_rows(vacancies: list[Any]) -> list[EmployerVacancyRow]:
    """Return the lines of a page of an employer's list, in one question more."""
    places = territories.places({vacancy.commune for vacancy in vacancies})
    return [
        EmployerVacancyRow(
            id=one.pk,
            title=one.title,
            reference=one.reference,
            status=one.status,
            status_label=str(VacancyStatus(one.status).label),
            hidden=one.hidden_at is not None,
            place=places[one.commune].label if one.commune in places else "",
            employer=one.organisation.name,
            published_at=one.published_at,
            apply_until=one.apply_until,
            changed_at=one.changed_at,
            open=one.open,
            filled=one.filled,
            closed=one.closed,
            contacts=one.contacts_made,
        )
        for one in vacancies
    ]


def proposed_skills(code: str) -> tuple[occupations.CardSkillRow, ...]:
    """Return the skills the job card asks, its core first; behaviours are not proposed."""
    card = occupations.get_card(code)
    rows = [skill for group in (card.counted_groups if card else ()) for skill in group.skills]
    return tuple(sorted(rows, key=lambda skill: not skill.core))


def hours_words(hours: Decimal | None) -> str:
    """Return weekly hours without idle zeros: "35", "37.5"."""
    return "" if hours is None else f"{hours.normalize():f}"
