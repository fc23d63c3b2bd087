"""What is kept of an application, for how long, and what nobody is ever asked."""

import importlib
import pkgutil
import re
from datetime import timedelta

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.utils import timezone

from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.people.services import erase_subject, export_subject
from boutdufil.kernel.people.services.retention import apply_retention_rules
from boutdufil.kernel.posts.models import Contact, Hire
from boutdufil.rooms.mobility import forms as room_forms
from boutdufil.rooms.mobility.enums import Stage
from boutdufil.rooms.mobility.models import Application
from boutdufil.rooms.mobility.services import applications, candidates
from boutdufil.rooms.mobility.services.application_privacy import KEPT, erase_old_applications
from tests.factories.mobility import InterviewSlotFactory
from tests.rooms.mobility.application_world import LETTER, WORDS, application_world


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return application_world()


def test_my_data_hold_all_of_it(world):
    candidates.write_message(
        application_id=world.application.pk,
        words="Merci.",
        sender_id=world.pk("recruiter"),
        from_employer=True,
    )
    InterviewSlotFactory(application=world.application, needs="Accès sans marche")
    candidates.open_application(
        application_id=world.application.pk, reader_id=world.pk("recruiter")
    )

    mine = export_subject(person=world.applicant)["modules"]["mobility.applications"]
    theirs = export_subject(person=world.people["recruiter"])["modules"]["mobility.applications"]

    (one,) = mine["applications"]
    assert one["letter"] == LETTER
    assert one["vacancy"] == world.vacancy.title
    assert len(one["profile"]["skills"]) == 8
    assert one["documents"][0]["name"] == "cv.pdf"
    assert [step["stage"] for step in one["history"]] == [Stage.SENT, Stage.READ]
    assert one["messages"][0]["words"] == "Merci."
    assert one["interviews"][0]["needs"] == "Accès sans marche"
    assert theirs["applications"] == []
    assert [message["words"] for message in theirs["messages_for_an_employer"]] == ["Merci."]
    assert len(theirs["applications_read"]) == 1


def test_an_erased_person_leaves_no_letter_and_the_counts_stay(world):
    Application.objects.filter(pk=world.application.pk).update(stage=Stage.OFFER)
    candidates.hire_candidate(
        application_id=world.application.pk,
        hired_on=timezone.localdate(),
        actor_id=world.pk("recruiter"),
    )

    erase_subject(person=world.applicant, actor_id=world.applicant.pk)

    assert not Application.objects.filter(pk=world.application.pk).exists()
    assert StoredFile.objects.get().shredded_at is not None
    hire = Hire.objects.get()
    assert (hire.person, hire.post.state) == (None, "filled")
    assert Contact.objects.filter(person=None).count() == 1


def test_an_erased_recruiter_leaves_the_persons_letters(world):
    candidates.write_message(
        application_id=world.application.pk,
        words="Merci pour votre candidature.",
        sender_id=world.pk("recruiter"),
        from_employer=True,
    )
    candidates.refuse_application(
        application_id=world.application.pk,
        reason="filled",
        words=WORDS,
        actor_id=world.pk("recruiter"),
    )

    erase_subject(person=world.people["recruiter"], actor_id=None)

    message = world.application.messages.get()
    assert (message.sender, message.words) == (None, "Merci pour votre candidature.")
    assert world.application.history.last().actor is None


def test_two_years_after_the_last_contact_it_is_destroyed(world):
    long_ago = timezone.now() - KEPT - timedelta(days=1)
    Application.objects.filter(pk=world.application.pk).update(last_contact_at=long_ago)

    assert apply_retention_rules()["mobility.applications"] == 1

    assert Application.objects.count() == 1
    assert StoredFile.objects.get().shredded_at is not None


def test_any_contact_begins_the_two_years_anew(world):
    Application.objects.update(last_contact_at=timezone.now() - KEPT - timedelta(days=1))

    candidates.write_message(
        application_id=world.application.pk,
        words="Je cherche toujours.",
        sender_id=world.applicant.pk,
        from_employer=False,
    )

    assert erase_old_applications(timezone.now()) == 1
    assert Application.objects.get() == world.application


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_document_is_off_the_disk(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    world = application_world()
    kept = [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]

    applications.withdraw_application(
        application_id=world.application.pk, actor_id=world.applicant.pk
    )

    assert len(kept) == 1
    assert not kept[0].exists()


PAST_PAY = re.compile(
    r"(?:past|former|previous|last|current|actuel|ancien|précédent|d.avant|dernier)\w*"
    r"[\s_-]*(?:pay|salar|wage|rémunération|remuneration)"
    r"|(?:salaire|pay|salary|wage)[\s_-]*(?:history|actuel|précédent|d.avant|antérieur|current)"
    r"|prétentions",
    re.I,
)
# The roster of a site that closes says what is to be kept; no recruiter reads it.
ROSTERS = {"RosterEntry", "RosterImport"}


def room_form_classes():
    for module in pkgutil.iter_modules(room_forms.__path__, room_forms.__name__ + "."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, forms.BaseForm):
                yield value


def test_no_form_of_the_room_asks_what_somebody_earned():
    asked = [
        f"{form.__name__}.{name}: {field.label} {field.help_text}"
        for form in room_form_classes()
        for name, field in getattr(form, "base_fields", {}).items()
    ]

    assert len(asked) > 20
    assert [text for text in asked if PAST_PAY.search(text)] == []


def test_no_table_of_the_room_keeps_what_somebody_earned():
    columns = [
        f"{model.__name__}.{field.name} {getattr(field, 'verbose_name', '')}"
        for model in apps.get_app_config("mobility").get_models()
        if model.__name__ not in ROSTERS
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
    ]

    assert [text for text in columns if PAST_PAY.search(text)] == []
    assert not any("pay" in column.split(".")[1] for column in columns if "Application" in column)


@pytest.mark.parametrize(
    "text", ["past_salary", "Votre salaire actuel", "rémunération", "pay_min", "prétentions"]
)
def test_the_guard_sees_a_question_on_past_pay(text):
    expected = text not in {"rémunération", "pay_min"}

    assert bool(PAST_PAY.search(text)) is expected
