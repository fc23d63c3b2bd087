"""Vacancies of the inhabited site: a firm the person recruits for, in every state."""

from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.enums import PostState
from tests.factories.organisations import MembershipFactory
from tests.factories.posts import (
    DraftFactory,
    HireFactory,
    PostFactory,
    VacancyEntryFactory,
    VacancyFactory,
    VacancyImportFactory,
    VacancyReportFactory,
    VacancySkillFactory,
)

# Named by the button that undoes it, which needs to know it beforehand.
HIRE = 1_000_001


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person vacancies and a file; say where their pages stand."""
    firm = MembershipFactory(person=person, role=Role.RECRUITER).organisation
    shown = VacancyFactory(organisation=firm, outbound=True, home_days=2, sign_language="welcome")
    draft = DraftFactory(organisation=firm, title="Hôtesse d’accueil")
    for vacancy in (shown, draft):
        PostFactory.create_batch(2, vacancy=vacancy)
        VacancySkillFactory(vacancy=vacancy)
        VacancyEntryFactory(vacancy=vacancy, actor=person)
    HireFactory(pk=HIRE, post=_filled(shown))
    brought = VacancyImportFactory(organisation=firm, mapping={"reference": 0, "title": 1})
    report = VacancyReportFactory(vacancy=shown)
    own, house, file = (
        {"vacancy_id": shown.pk},
        {"organisation_id": firm.pk},
        {"import_id": brought.pk},
    )
    acts = (
        "employer_vacancy",
        "renew_vacancy",
        "withdraw_vacancy",
        "close_posts",
        "add_posts",
        "undo_direct_hire",
    )
    return {
        "mobility:vacancy": own,
        "mobility:report_vacancy": own,
        **{f"mobility:{name}": own for name in acts},
        "mobility:edit_vacancy": {"vacancy_id": draft.pk},
        "mobility:publish_vacancy": {"vacancy_id": _lawful(firm)},
        "mobility:new_vacancy": house,
        "mobility:import_vacancies": house,
        "mobility:export_vacancies": house | {"kind": "csv"},
        **{f"mobility:{n}": file for n in ("vacancy_import", "import_corrections", "drop_import")},
        "mobility:decide_report": {"report_id": report.pk},
        "mobility:show_vacancy": own,
    }


def _lawful(firm: object) -> int:
    """Return a draft that can be published as it stands."""
    return int(PostFactory(vacancy=DraftFactory(organisation=firm)).vacancy_id)


def _filled(vacancy: object) -> object:
    return PostFactory(vacancy=vacancy, number=9, state=PostState.FILLED, ended_at=timezone.now())
