"""The employer's seat in requests: write, check, publish, manage, import, moderate."""

import json
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.posts import services as posts
from boutdufil.kernel.posts.drafts import SkillAsked
from boutdufil.kernel.posts.enums import PostState, VacancyStatus
from boutdufil.kernel.posts.models import Hire, Vacancy, VacancyImport, VacancyReport
from boutdufil.lib.tables import read_table, write_csv
from boutdufil.rooms.mobility.enums import Stage
from boutdufil.rooms.mobility.forms.vacancies import SKILL
from tests.factories.mobility_applications import ApplicationFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import PostFactory, VacancyFactory
from tests.kernel.posts.drafts import GOOD, good_draft

pytestmark = pytest.mark.django_db

FORM = {
    "code": "D1408",
    "title": GOOD.title,
    "description": GOOD.description,
    "posts": "2",
    "contract": "permanent",
    "weekly_hours": "35",
    "pay_min": "1 950",
    "pay_max": "2 100,50",
    "pay_period": "month",
    "place": "Lille",
}


@pytest.fixture
def employer():
    return OrganisationFactory(name="Voix Inventée")


@pytest.fixture
def recruiter(client, employer):
    person = MembershipFactory(organisation=employer, role=Role.RECRUITER).person
    client.force_login(person)
    return client


def write(client, employer, do="save", **facts):
    address = reverse("mobility:new_vacancy", args=[employer.pk])
    return client.post(address, FORM | {"do": do} | facts)


def test_a_draft_is_written_with_skills_of_the_card(recruiter, employer):
    page = recruiter.get(reverse("mobility:new_vacancy", args=[employer.pk]), {"code": "D1408"})
    names = re.findall(rf'name="({SKILL}[^"]+)"', page.content.decode())
    assert names

    answer = write(recruiter, employer, **{names[0]: "required", names[1]: "wished"})

    vacancy = Vacancy.objects.get()
    assert answer.url == reverse("mobility:employer_vacancy", args=[vacancy.pk])
    assert (vacancy.status, vacancy.pay_max, vacancy.commune) == ("draft", 210_050, "59350")
    assert list(vacancy.skills.values_list("required", flat=True)) == [True, False]
    assert vacancy.posts.count() == 2


def test_the_occupation_is_found_by_everyday_words(recruiter, employer):
    page = recruiter.get(
        reverse("mobility:new_vacancy", args=[employer.pk]), {"q": "teleconseillere"}
    )

    assert "code=D1408" in page.content.decode()


def test_a_check_writes_nothing_and_names_the_words(recruiter, employer):
    answer = write(recruiter, employer, "check", description="Vous êtes jeune. " * 6)

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "êtes jeune" in text
    assert "L.1132-1" in text
    assert not Vacancy.objects.exists()


def test_publishing_an_unlawful_text_keeps_it_as_a_draft_and_says_why(recruiter, employer):
    answer = write(recruiter, employer, "publish", title="Hôtesse")
    vacancy = Vacancy.objects.get()

    assert answer.url == reverse("mobility:edit_vacancy", args=[vacancy.pk]) + "?verifier=1"
    text = recruiter.get(answer.url).content.decode()
    assert "L.1142-1" in text
    assert vacancy.status == VacancyStatus.DRAFT


def test_a_warning_is_confirmed_with_a_tick(recruiter, employer):
    write(recruiter, employer, "publish", outbound="on")
    vacancy = Vacancy.objects.get()
    edit = reverse("mobility:edit_vacancy", args=[vacancy.pk])
    page = recruiter.get(f"{edit}?verifier=1").content.decode()
    assert 'name="confirmed"' in page

    recruiter.post(edit, FORM | {"do": "publish", "outbound": "on", "confirmed": "on"})

    vacancy.refresh_from_db()
    assert vacancy.status == VacancyStatus.PUBLISHED


def test_nothing_typed_is_lost_on_an_error(recruiter, employer):
    answer = write(recruiter, employer, pay_min="beaucoup", place="Atlantide", reference="X-7")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "beaucoup" in text
    assert "Atlantide" in text
    assert 'value="X-7"' in text
    assert not Vacancy.objects.exists()


def test_a_published_vacancy_is_changed_lawfully_or_not_at_all(recruiter, employer):
    write(recruiter, employer, "publish")
    vacancy = Vacancy.objects.get()
    edit = reverse("mobility:edit_vacancy", args=[vacancy.pk])

    refused = recruiter.post(edit, FORM | {"do": "save", "description": "Femmes uniquement. " * 5})
    assert refused.status_code == 422
    assert "Femmes uniquement" in refused.content.decode()
    accepted = recruiter.post(edit, FORM | {"do": "save", "pattern": "de 9 h à 17 h"})
    assert accepted.status_code == 302

    vacancy.refresh_from_db()
    assert (vacancy.pattern, "Femmes" in vacancy.description) == ("de 9 h à 17 h", False)


def test_posts_are_closed_added_and_the_vacancy_renewed_and_withdrawn(recruiter, employer):
    write(recruiter, employer, "publish")
    vacancy = Vacancy.objects.get()

    def press(name, **data):
        return recruiter.post(reverse(f"mobility:{name}", args=[vacancy.pk]), data, follow=True)

    open_now = vacancy.posts.filter(state=PostState.OPEN)
    assert "1 poste fermé" in press("close_posts", count=1, reason="budget").content.decode()
    assert open_now.count() == 1
    assert "sont encore ouverts" in press("close_posts", count=9, reason="budget").content.decode()
    press("add_posts", more=3)
    assert open_now.count() == 4
    until = timezone.localdate() + timedelta(days=120)
    press("renew_vacancy", until=until.isoformat())
    vacancy.refresh_from_db()
    assert vacancy.apply_until == until
    page = press("withdraw_vacancy", reason="changed").content.decode()
    assert "besoin modifié" in page
    vacancy.refresh_from_db()
    assert vacancy.status == VacancyStatus.WITHDRAWN


def test_a_lawful_draft_is_published_from_its_page(recruiter, employer):
    write(recruiter, employer)
    vacancy = Vacancy.objects.get()

    recruiter.post(reverse("mobility:publish_vacancy", args=[vacancy.pk]))

    vacancy.refresh_from_db()
    assert vacancy.status == VacancyStatus.PUBLISHED


def test_a_list_costs_the_same_for_one_and_for_thirty(
    recruiter, employer, django_assert_num_queries
):
    address = reverse("mobility:employer")
    PostFactory(vacancy=VacancyFactory(organisation=employer))
    recruiter.get(address)
    with CaptureQueriesContext(connection) as one:
        recruiter.get(address)
    for vacancy in VacancyFactory.create_batch(29, organisation=employer):
        PostFactory(vacancy=vacancy)
    with django_assert_num_queries(len(one)):
        recruiter.get(address)


def test_posts_that_no_figure_counts_stand_in_brackets(recruiter, employer):
    for facts in ({}, {"hidden_at": timezone.now()}, {"published_at": None, "status": "draft"}):
        PostFactory(vacancy=VacancyFactory(organisation=employer, **facts))

    text = recruiter.get(reverse("mobility:employer")).content.decode()

    assert text.count('<span class="muted">(1)</span>') == 2
    assert "0 pourvu sur 1 poste" in " ".join(text.split())


def test_somebody_who_recruits_for_nobody_is_told_what_to_do(client):
    client.force_login(PersonFactory())

    assert "demandez" in client.get("/mobilite/employeur/").content.decode()


def upload(client, employer, content, name="offres.csv"):
    brought = SimpleUploadedFile(name, content)
    address = reverse("mobility:import_vacancies", args=[employer.pk])
    return client.post(address, {"table": brought})


HEADER = ["Réf", "Intitulé", "ROME", "Contrat", "Salaire mini", "Ville", "Description"]


def row(number, **facts):
    cells = {
        "Réf": f"A{number}",
        "Intitulé": "Téléconseiller H/F",
        "ROME": "D1408",
        "Contrat": "CDI",
        "Salaire mini": "1 950",
        "Ville": "59000 Lille",
        "Description": GOOD.description,
    } | facts
    return [cells[name] for name in HEADER]


def test_a_file_is_brought_previewed_and_imported(recruiter, employer):
    rows = [row(1), row(2, **{"Salaire mini": "au choix"}), row(3)]
    answer = upload(recruiter, employer, write_csv(HEADER, rows))
    preview = recruiter.get(answer.url).content.decode()
    assert "Ligne 3" in preview
    assert "au choix" in preview

    done = recruiter.post(answer.url, {"do": "run", "publish": "yes"}, follow=True)

    text = done.content.decode()
    assert "2 offres créées" in text
    assert "2 offres publiées" in text
    assert "1 ligne à corriger" in text
    brought = VacancyImport.objects.get()
    corrections = recruiter.get(reverse("mobility:import_corrections", args=[brought.pk]))
    assert corrections["Content-Disposition"] == 'attachment; filename="a-corriger.csv"'
    assert read_table(corrections.content).rows[0].cells[0] == "A2"


def test_columns_are_pointed_at_and_two_for_one_field_are_refused(recruiter, employer):
    answer = upload(
        recruiter, employer, write_csv(["a", "b", "c"], [["Vendeur H/F", "CDI", "Lille"]])
    )
    wrong = {"do": "map", "column-0": "title", "column-1": "title", "column-2": ""}
    assert recruiter.post(answer.url, wrong).status_code == 422

    right = {"do": "map", "column-0": "title", "column-1": "contract", "column-2": "commune"}
    page = recruiter.post(answer.url, right, follow=True).content.decode()

    assert "code ROME" in page


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"%PDF-1.7", "tableau"), (b'a;b\n1;"x\n', "guillemets"), (b"a;b\n", "en-têtes")],
)
def test_a_file_that_is_no_table_is_refused_with_a_remedy(recruiter, employer, content, said):
    answer = upload(recruiter, employer, content)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_file_can_be_forgotten_and_vacancies_taken_away(recruiter, employer):
    answer = upload(recruiter, employer, write_csv(HEADER, [row(1)]))
    brought = VacancyImport.objects.get()
    recruiter.post(answer.url, {"do": "run", "publish": "no"})

    recruiter.post(reverse("mobility:drop_import", args=[brought.pk]))
    assert not VacancyImport.objects.exists()

    exported = recruiter.get(reverse("mobility:export_vacancies", args=[employer.pk, "xlsx"]))
    assert len(read_table(exported.content).rows) == 1
    template = recruiter.get(reverse("mobility:vacancy_template", args=["csv"]))
    assert read_table(template.content).header[0] == "Référence"


def public_page(client, vacancy):
    return client.get(reverse("mobility:vacancy", args=[vacancy.pk]))


def test_everybody_reads_a_published_vacancy_with_its_data_for_programs(client):
    vacancy = PostFactory(
        vacancy=VacancyFactory(description="Écouter </script><b>répondre</b>.")
    ).vacancy

    text = public_page(client, vacancy).content.decode()

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S).group(1)
    said = json.loads(block)
    assert said["description"] == "Écouter </script><b>répondre</b>."
    assert said["hiringOrganization"]["name"] == vacancy.organisation.name
    assert "offre inventée" in text
    assert "1 encore ouvert" in text
    assert reverse("mobility:apply", args=[vacancy.pk]) in text


@pytest.mark.parametrize("status", ["filled", "expired"])
def test_an_ended_vacancy_stays_readable_and_takes_no_application(client, status):
    vacancy = VacancyFactory(status=status)

    text = public_page(client, vacancy).content.decode()

    assert "ne prend plus de candidature" in text
    assert reverse("mobility:apply", args=[vacancy.pk]) not in text
    assert "application/ld+json" not in text
    assert "noindex" in text


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"hidden_at": timezone.now()},
        {"need__confidential": True},
    ],
)
def test_what_is_not_public_is_nowhere_for_a_stranger(client, facts):
    assert public_page(client, VacancyFactory(**facts)).status_code == 404


def test_the_visitor_reads_how_many_skills_they_hold(client, guest, picker):
    held = picker.skills.first()
    asked = tuple(
        SkillAsked(code, f"Savoir {code}", required=True) for code in (held.skill, "z:unknown")
    )
    vacancy = posts.create_vacancy(
        organisation_id=OrganisationFactory().pk,
        draft=good_draft(code="N1103", skills=asked),
        actor_id=None,
    )
    posts.publish_vacancy(vacancy_id=vacancy.pk, actor_id=None)

    text = re.sub(r"\s+", " ", public_page(guest, vacancy).content.decode())

    assert "1 sur 2" in text
    assert "vous pouvez postuler dans tous les cas" in text


def test_somebody_reports_a_vacancy_and_an_administrator_decides(client, mailoutbox):
    vacancy = VacancyFactory()
    report = reverse("mobility:report_vacancy", args=[vacancy.pk])
    assert client.post(report, {"reason": ""}).status_code == 422
    client.post(report, {"reason": "costs_money", "words": "On m’a demandé 50 €."})
    (made,) = VacancyReport.objects.all()

    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    assert vacancy.title in client.get(reverse("mobility:moderation")).content.decode()
    decide = reverse("mobility:decide_report", args=[made.pk])
    assert "On m’a demandé 50" in client.get(decide).content.decode()
    assert client.post(decide, {"upheld": "yes", "decision": "non"}).status_code == 422
    client.post(
        decide, {"upheld": "yes", "decision": "L’employeur demande de l’argent : L.5331-1."}
    )

    vacancy.refresh_from_db()
    assert vacancy.hidden_at is not None
    decided = client.get(reverse("mobility:moderation"), {"etat": "decides"}).content.decode()
    assert "retenu" in decided
    client.post(reverse("mobility:show_vacancy", args=[vacancy.pk]))
    vacancy.refresh_from_db()
    assert vacancy.hidden_at is None


def hired(vacancy, *, applied=False):
    """Record a hire, with an application at its end where `applied`."""
    person = PersonFactory()
    if applied:
        ApplicationFactory(vacancy=vacancy, person=person, stage=Stage.HIRED)
    return posts.record_hire(
        vacancy_id=vacancy.pk,
        person_id=person.pk,
        hired_on=timezone.localdate(),
        recorded_by_id=None,
    )


def test_a_hire_without_application_is_undone_on_the_vacancy_s_page(recruiter, employer):
    vacancy, other = (VacancyFactory(organisation=employer) for _ in range(2))
    for one in (vacancy, other):
        posts.open_posts(vacancy_id=one.pk, count=2)
    direct, elsewhere = hired(vacancy), hired(other)
    by_application = hired(vacancy, applied=True)
    page = reverse("mobility:employer_vacancy", args=[vacancy.pk])
    act = reverse("mobility:undo_direct_hire", args=[vacancy.pk])
    shown = recruiter.get(page).content.decode()
    assert "Une embauche sans candidature" in shown
    assert direct.person.name not in shown

    for refused in (by_application, elsewhere):
        told = recruiter.post(act, {"hire": refused.pk, "reason": "mistake"}, follow=True)
        assert "Quelle embauche" in told.content.decode()
    unsaid = recruiter.post(act, {"hire": direct.pk}, follow=True).content.decode()
    assert "Choisissez ce qui s’est passé" in unsaid
    done = {"hire": direct.pk, "reason": "not_begun"}
    assert "ouvert de nouveau" in recruiter.post(act, done, follow=True).content.decode()

    direct.refresh_from_db()
    assert (direct.cancel_reason, direct.post.state) == ("not_begun", PostState.OPEN)
    assert Hire.objects.filter(cancelled_at=None).count() == 2
    assert "Une embauche sans candidature" not in recruiter.get(page).content.decode()
