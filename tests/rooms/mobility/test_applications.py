"""Applying: what leaves, what stays, in the ledger, in the mail, and back again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.models import Contact
from boutdufil.rooms.mobility import tasks
from boutdufil.rooms.mobility.enums import Stage
from boutdufil.rooms.mobility.errors import (
    AlreadyAppliedError,
    ClosedVacancyError,
    StageMovedError,
    TooManyDocumentsError,
)
from boutdufil.rooms.mobility.models import Application, InterviewSlot
from boutdufil.rooms.mobility.services import applications, candidates
from tests.factories.mobility import InterviewSlotFactory, ProfileFactory, ProfileSkillFactory
from tests.factories.people import PersonFactory
from tests.rooms.mobility.application_world import (
    CV,
    LETTER,
    application_world,
    apply_as,
    html,
    pdf,
    person_with_path,
    vacancy_asking,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def vacancy():
    return vacancy_asking()


@pytest.fixture
def person():
    return person_with_path(name="Karim Inventé")


@pytest.fixture
def browser(person):
    client = Client()
    client.force_login(person)
    return client


def apply_page(vacancy, query=""):
    return reverse("mobility:apply", args=[vacancy.pk]) + query


def typed(person, **more):
    profile = person.mobility_profile
    return {
        "skills": list(profile.skills.exclude(skill="z:removed").values_list("skill", flat=True)),
        "jobs": list(profile.past_jobs.values_list("pk", flat=True)),
        "letter": LETTER,
        **more,
    }


def test_the_form_shows_what_is_confirmed_and_asked(browser, vacancy):
    text = html(browser.get(apply_page(vacancy)))

    assert "demande 10 compétences ; vous en avez confirmé 8" in text
    assert text.count('name="skills"') == 8
    assert text.count('name="skills" value="z:0" checked') == 1
    assert "z:removed" not in text
    assert "Savoir faire 9" in text


def test_one_form_sends_it(browser, person, vacancy):
    answer = browser.post(apply_page(vacancy), typed(person, share_email="on", phone="0612345678"))

    sent = Application.objects.get()
    assert answer.url == reverse("mobility:application", args=[sent.pk])
    assert (sent.name, sent.email, sent.phone) == ("Karim Inventé", person.email, "0612345678")
    assert sent.letter == LETTER
    assert len(sent.profile["skills"]) == 8
    assert sent.profile["jobs"] == [{"title": "Agente administrative", "years": 8}]
    assert [step.stage for step in sent.history.all()] == [Stage.SENT]


def test_nothing_unticked_and_no_address_leave(browser, person, vacancy):
    browser.post(apply_page(vacancy), {"skills": ["z:1"], "letter": ""})

    sent = Application.objects.get()
    assert [skill["code"] for skill in sent.profile["skills"]] == ["z:1"]
    assert sent.profile["jobs"] == []
    assert (sent.email, sent.phone, sent.letter) == ("", "", "")


def test_what_was_not_confirmed_cannot_be_claimed(person, vacancy):
    draft = applications.ApplicationDraft(skills=("z:1", "z:9", "z:removed"))

    sent = applications.send_application(vacancy_id=vacancy.pk, person_id=person.pk, draft=draft)

    assert [skill["code"] for skill in sent.profile["skills"]] == ["z:1"]


def test_the_first_contact_is_in_the_ledger(browser, person, vacancy):
    browser.post(apply_page(vacancy), typed(person, par="campaign:12"))

    contact = Contact.objects.get()
    assert (contact.person, contact.kind, contact.through) == (
        person,
        "application",
        "campaign:12",
    )


@pytest.mark.parametrize("source", ["<script>", "campaign:", "campaign:12'", "x" * 90])
def test_a_source_that_is_none_counts_for_nothing(browser, person, vacancy, source):
    browser.post(apply_page(vacancy), typed(person, par=source))

    assert [c.through for c in Contact.objects.all()] in ([""], [])


def test_the_source_of_the_link_is_carried_by_the_form(browser, vacancy):
    assert 'value="plan:3"' in html(browser.get(apply_page(vacancy, "?par=plan:3")))


def test_documents_are_kept_and_read_by_both_sides(browser, person, vacancy):
    data = typed(person, documents=[SimpleUploadedFile("Mon CV.pdf", CV, "text/html")])

    browser.post(apply_page(vacancy), data)

    document = Application.objects.get().documents.get()
    answer = browser.get(
        reverse("mobility:application_document", args=[document.application_id, document.pk])
    )
    assert answer.content == CV
    assert answer["Content-Disposition"] == 'attachment; filename="Mon CV.pdf"'


def test_a_document_refused_keeps_what_was_typed(browser, person, vacancy):
    files = [SimpleUploadedFile("virus.pdf", b"MZ"), SimpleUploadedFile("cv.pdf", CV)]

    answer = browser.post(apply_page(vacancy), typed(person, documents=files, skills=["z:3"]))

    text = html(answer)
    assert answer.status_code == 422
    assert "« virus.pdf » : Ce fichier n’est pas un PDF" in text
    assert LETTER in text
    assert 'value="z:3" checked' in text
    assert 'value="z:4">' in text
    assert not Application.objects.exists()
    assert not StoredFile.objects.exists()


def test_six_documents_are_too_many(browser, person, vacancy):
    files = [SimpleUploadedFile(f"{n}.pdf", CV) for n in range(6)]

    answer = browser.post(apply_page(vacancy), typed(person, documents=files))

    assert "Choisissez 5 documents au plus" in html(answer)


def test_a_telephone_number_is_written_in_digits(browser, person, vacancy):
    answer = browser.post(apply_page(vacancy), typed(person, phone="appelez-moi"))

    assert "par exemple 06 12 34 56 78" in html(answer)


def test_a_guest_writes_first_and_finds_it_again_after_signing_in(client, vacancy):
    path = ProfileFactory()
    ProfileSkillFactory(profile=path, skill="z:2", label="Savoir faire 2")
    ProfileSkillFactory(profile=path, skill="z:3", label="Savoir faire 3")
    session = client.session
    session["mobility_profile"] = path.pk
    session.save()

    sent = client.post(apply_page(vacancy), {"letter": LETTER, "skills": ["z:3"], "par": "plan:3"})

    assert (
        sent.url
        == f"{reverse('people:sign_in')}?next=%2Fmobilite%2Foffres%2F{vacancy.pk}%2Fpostuler%2F"
    )
    assert not Application.objects.exists()
    person = PersonFactory(demo_slug="invite")
    client.post(reverse("people:demo_sign_in"), {"slug": "invite", "next": apply_page(vacancy)})
    text = html(client.get(apply_page(vacancy)))
    assert LETTER in text
    assert 'value="z:3" checked' in text
    assert 'value="z:2">' in text
    assert 'value="plan:3"' in text
    path.refresh_from_db()
    assert path.person == person


def test_the_draft_of_another_vacancy_stays_away(client, vacancy):
    client.post(apply_page(vacancy), {"letter": LETTER})

    assert LETTER not in html(client.get(apply_page(vacancy_asking())))


def test_it_is_forgotten_once_sent(browser, person, vacancy):
    session = browser.session
    session["mobility_application"] = {"vacancy": vacancy.pk, "letter": "Brouillon"}
    session.save()

    browser.post(apply_page(vacancy), typed(person))

    assert "mobility_application" not in browser.session


def test_a_second_application_leads_to_the_first(browser, person, vacancy):
    browser.post(apply_page(vacancy), typed(person))
    own = Application.objects.get()

    assert browser.get(apply_page(vacancy)).url == reverse("mobility:application", args=[own.pk])
    with pytest.raises(AlreadyAppliedError) as twice:
        apply_as(person, vacancy)
    assert twice.value.args == (own.pk,)


@pytest.mark.parametrize(
    "change",
    [
        {"status": VacancyStatus.FILLED},
        {"status": VacancyStatus.EXPIRED},
        {"apply_until": timezone.localdate() - timedelta(days=1)},
    ],
    ids=["filled", "expired", "too late"],
)
def test_a_closed_vacancy_says_so(browser, person, vacancy, change):
    type(vacancy).objects.filter(pk=vacancy.pk).update(**change)

    assert "ne reçoit plus de candidatures" in html(browser.get(apply_page(vacancy)))
    with pytest.raises(ClosedVacancyError):
        apply_as(person, vacancy)


@pytest.mark.parametrize("change", [{"status": VacancyStatus.DRAFT}, {"hidden_at": timezone.now()}])
def test_a_vacancy_that_is_not_public_does_not_exist(client, vacancy, change):
    type(vacancy).objects.filter(pk=vacancy.pk).update(**change)

    assert client.get(apply_page(vacancy)).status_code == 404


def test_mail_tells_that_there_is_news_and_nothing_else(django_capture_on_commit_callbacks):
    world = application_world(documents=())
    tasks.notify_employer(world.application.pk)
    tasks.notify_person(world.application.pk)

    told = {to for message in mail.outbox for to in message.to}
    assert told == {
        world.people[name].email
        for name in ("recruiter", "manager", "manager of the group", "applicant")
    }
    texts = "\n".join(message.subject + message.body for message in mail.outbox)
    assert LETTER not in texts
    assert world.vacancy.title not in texts
    assert world.vacancy.organisation.name not in texts
    assert f"/mobilite/candidatures/{world.application.pk}/" in texts
    for message in mail.outbox:
        others = told - set(message.to)
        assert not [address for address in others if address in message.body]


def test_sixty_messages_fill_nobodys_mailbox():
    world = application_world(documents=())
    for _number in range(60):
        tasks.notify_person(world.application.pk)

    assert 1 <= len(mail.outbox) <= 6


def test_mail_about_what_is_gone_is_not_sent():
    tasks.notify_person(0)
    tasks.notify_employer(0)

    assert mail.outbox == []


def test_both_sides_write_and_see_no_address():
    world = application_world(documents=())
    address = reverse("mobility:application_message", args=[world.application.pk])

    world.client("applicant").post(address, {"words": "Bonjour, je suis libre lundi."})
    world.client("recruiter").post(address, {"words": "Bonjour, lundi nous va bien."})

    page = html(
        world.client("applicant").get(reverse("mobility:application", args=[world.application.pk]))
    )
    assert "je suis libre lundi" in page
    assert "lundi nous va bien" in page
    assert world.people["recruiter"].name in page
    assert world.people["recruiter"].email not in page


def test_an_empty_message_is_not_sent():
    world = application_world(documents=())
    address = reverse("mobility:application_message", args=[world.application.pk])

    own = world.client("applicant").post(address, {"words": " "})
    theirs = world.client("recruiter").post(address, {"words": ""}, follow=True)

    assert own.status_code == 422
    assert "Écrivez votre message" in html(own)
    assert "Écrivez votre message" in html(theirs)
    assert not world.application.messages.exists()


def test_a_document_is_added_later():
    world = application_world()
    address = reverse("mobility:add_document", args=[world.application.pk])
    client = world.client("applicant")

    assert "Choisissez un PDF" in html(client.post(address, {}))
    client.post(address, {"documents": [SimpleUploadedFile("lettre.pdf", pdf())]})
    assert world.application.documents.count() == 2
    full = [SimpleUploadedFile(f"{n}.pdf", CV) for n in range(4)]
    assert "5 documents au plus" in html(client.post(address, {"documents": full}))


def test_documents_are_counted_when_they_are_sent_too(person, vacancy):
    with pytest.raises(TooManyDocumentsError):
        apply_as(person, vacancy, documents=[CV] * 6)


def test_withdrawing_takes_everything_back():
    world = application_world()
    application = world.application
    InterviewSlotFactory(application=application, needs="Une interprète")
    candidates.write_message(
        application_id=application.pk,
        words="Un message",
        sender_id=world.applicant.pk,
        from_employer=False,
    )
    client = world.client("applicant")
    address = reverse("mobility:withdraw_application", args=[application.pk])

    assert "Retirer cette candidature" in html(client.get(address))
    assert Application.objects.get(pk=application.pk).stage == Stage.SENT
    client.post(address)

    application.refresh_from_db()
    assert application.stage == Stage.WITHDRAWN
    assert (application.name, application.letter, application.email) == ("", "", "")
    assert application.profile == {"skills": [], "jobs": []}
    assert not application.documents.exists()
    assert not application.messages.exists()
    assert StoredFile.objects.get().shredded_at is not None
    slot = InterviewSlot.objects.get()
    assert (slot.needs, slot.state) == ("", "cancelled")
    page = html(
        world.client("recruiter").get(reverse("mobility:candidates", args=[world.vacancy.pk]))
    )
    assert "Candidature retirée" in page
    assert "Karim Inventé" not in page
    assert client.get(address).status_code == 302


def test_withdrawing_twice_is_once_and_nobody_withdraws_a_hire():
    world = application_world(documents=())
    application = world.application
    for _time in range(2):
        applications.withdraw_application(
            application_id=application.pk, actor_id=world.applicant.pk
        )
    hired = apply_as(world.applicant, world.vacancy)
    Application.objects.filter(pk=hired.pk).update(stage=Stage.HIRED)

    assert application.history.filter(stage=Stage.WITHDRAWN).count() == 1
    with pytest.raises(StageMovedError):
        applications.withdraw_application(application_id=hired.pk, actor_id=world.applicant.pk)


def test_somebody_who_withdrew_may_apply_again():
    world = application_world(documents=())
    applications.withdraw_application(
        application_id=world.application.pk, actor_id=world.applicant.pk
    )

    again = apply_as(world.applicant, world.vacancy)

    assert again.pk != world.application.pk
    assert Contact.objects.filter(person=world.applicant).count() == 1


def test_my_page_and_the_list_say_what_comes_next():
    world = application_world(documents=())
    client = world.client("applicant")
    InterviewSlotFactory(application=world.application)

    for name in ("people:my_page", "mobility:applications"):
        text = html(client.get(reverse(name)))
        assert "choisissez un moment pour l’entretien" in text
        assert reverse("mobility:application", args=[world.application.pk]) in text
    stranger = world.client("stranger")
    assert "Mes candidatures" not in html(stranger.get(reverse("people:my_page")))
    assert "Aucune candidature" in html(stranger.get(reverse("mobility:applications")))


def test_the_list_costs_the_same_for_one_and_thirty(person, browser):
    def queries(address):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            browser.get(address)
        return len(caught)

    apply_as(person, vacancy_asking())
    pages = [reverse("mobility:applications"), reverse("people:my_page")]
    before = [queries(page) for page in pages]
    for _number in range(29):
        apply_as(person, vacancy_asking(count=3))

    assert [queries(page) for page in pages] == before


def test_every_step_is_in_the_trail_and_names_nobody():
    world = application_world()
    candidates.open_application(
        application_id=world.application.pk, reader_id=world.pk("recruiter")
    )

    entries = AuditEntry.objects.filter(subject=f"application:{world.application.pk}")
    assert {entry.verb for entry in entries} == {
        "mobility.application_moved",
        "mobility.application_read",
    }
    assert "Karim" not in str([entry.facts for entry in entries])
