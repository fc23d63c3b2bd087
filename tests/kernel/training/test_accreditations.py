"""Accreditations: who decides, until when, and what an expired one blocks."""

from datetime import date, timedelta

import pytest
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.training import selectors, tasks
from boutdufil.kernel.training.enums import CertificateKind
from boutdufil.kernel.training.errors import NotAccreditedError, TrainingError
from boutdufil.kernel.training.services import accreditations, programmes
from boutdufil.kernel.training.services.accreditations import AccreditationDraft
from boutdufil.kernel.training.services.programmes import ProgrammeDraft, SessionDraft
from tests.factories.organisations import BranchFactory
from tests.factories.training import (
    AccreditationFactory,
    BlockFactory,
    CertificateFactory,
    ProgrammeFactory,
    TrainingBodyFactory,
)
from tests.kernel.training.conftest import with_role

pytestmark = pytest.mark.django_db


def open_session(programme, today, days=30):
    first = today + timedelta(days)
    return programmes.open_session(
        programme_id=programme.pk,
        draft=SessionDraft(first, first + timedelta(20), seats=8, commune="59350"),
        actor_id=None,
    )


def grant(body, branch, **more):
    facts = {"starts_on": date(2026, 1, 1), "ends_on": date(2029, 1, 1), "evidence": "Dossier"}
    return accreditations.grant_accreditation(
        body_id=body.pk,
        branch_id=branch.pk,
        draft=AccreditationDraft(**{**facts, **more}),
        actor_id=None,
    )


def test_a_programme_needs_the_accreditation_of_the_branch(school):
    other = TrainingBodyFactory()
    draft = ProgrammeDraft("Programme", tuple(b.pk for b in school.blocks), hours=70)

    with pytest.raises(NotAccreditedError, match="Pas d’habilitation"):
        programmes.create_programme(body_id=other.pk, draft=draft, actor_id=None)
    grant(other, school.branch, kinds=(CertificateKind.CQP,))
    made = programmes.create_programme(body_id=other.pk, draft=draft, actor_id=None)

    assert made.blocks.count() == 2


def test_another_branch_cannot_accredit_for_it(school):
    other = TrainingBodyFactory()
    grant(other, BranchFactory(), kinds=(CertificateKind.CQP,))
    draft = ProgrammeDraft("Programme", tuple(b.pk for b in school.blocks), hours=70)

    with pytest.raises(NotAccreditedError):
        programmes.create_programme(body_id=other.pk, draft=draft, actor_id=None)


def test_an_accreditation_may_name_a_certificate(school):
    other = TrainingBodyFactory()
    grant(other, school.branch, certificate_ids=(school.certificate.pk,))

    assert selectors.is_accredited(other.pk, school.certificate, date(2027, 1, 1))
    same_branch = CertificateFactory(owner=school.branch)
    assert not selectors.is_accredited(other.pk, same_branch, date(2027, 1, 1))


def test_an_expired_one_blocks_new_sessions(school, today):
    school.body.accreditations.update(ends_on=today - timedelta(1))

    with pytest.raises(NotAccreditedError, match="La branche en décide"):
        open_session(school.programme, today)


def test_a_session_cannot_begin_after_the_accreditation_ends(school, today):
    school.body.accreditations.update(ends_on=today + timedelta(10))

    with pytest.raises(NotAccreditedError):
        open_session(school.programme, today, days=11)
    assert open_session(school.programme, today, days=10).seats == 8


def test_a_withdrawn_one_blocks_new_sessions_at_once(school, today):
    accreditation = school.body.accreditations.get()
    with pytest.raises(TrainingError, match="se motive"):
        accreditations.withdraw_accreditation(
            accreditation_id=accreditation.pk, reason=" ", actor_id=None
        )
    accreditations.withdraw_accreditation(
        accreditation_id=accreditation.pk, reason="Dossier incomplet", actor_id=None
    )

    with pytest.raises(NotAccreditedError):
        open_session(school.programme, today)
    assert selectors.accreditations_of_bodies([school.body.pk])[0].state == "withdrawn"


def test_where_no_branch_decides_nothing_is_refused(today):
    title = CertificateFactory(owner=None, kind=CertificateKind.TITLE_RNCP)
    programme = ProgrammeFactory(blocks=[BlockFactory(certificate=title)])

    assert open_session(programme, today).pk


def test_a_renewal_starts_the_day_after(school, today):
    present = school.body.accreditations.get()
    renewed = accreditations.renew_accreditation(
        accreditation_id=present.pk,
        ends_on=present.ends_on + timedelta(900),
        evidence="Nouveau dossier",
        actor_id=None,
    )

    assert renewed.starts_on == present.ends_on + timedelta(1)
    assert (renewed.kinds, renewed.decided_by) == (present.kinds, present.decided_by)


@pytest.mark.parametrize(
    "odd",
    [
        {"kinds": ()},
        {"kinds": ("cqp",), "evidence": "  "},
        {"kinds": ("cqp",), "ends_on": date(2025, 1, 1)},
    ],
)
def test_a_decision_that_says_nothing_is_refused(school, odd):
    with pytest.raises(TrainingError):
        grant(school.body, school.branch, **odd)


def alerts():
    return ProcrastinateJob.objects.filter(task_name="training.send_ending").count()


def test_alerts_come_once_at_180_and_at_90_days(school, today):
    accreditation = school.body.accreditations.get()
    counts = []
    for left in (181, 180, 179, 90, 89, 1):
        accreditation.refresh_from_db()
        accreditation.ends_on = today + timedelta(left)
        accreditation.save()
        accreditations.warn_of_ends(today=today)
        counts.append(alerts())

    assert counts == [0, 1, 1, 2, 2, 2]


def test_a_renewed_one_is_not_warned_of(school, today):
    school.body.accreditations.update(ends_on=today + timedelta(80))
    AccreditationFactory(
        body=school.body, decided_by=school.branch.organisation, ends_on=today + timedelta(900)
    )

    assert accreditations.warn_of_ends(today=today) == 0


def test_the_alert_reaches_both_sides(school):
    trainer, officer = school.trainer(), school.officer()
    with_role(school.body.organisation, Role.READER)

    tasks.send_ending(accreditation_id=school.body.accreditations.get().pk)

    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [trainer.email, officer.email]
    )
    assert "/formations/habilitations/" in mail.outbox[-1].body


def test_every_morning_looks_for_ends(school, today):
    school.body.accreditations.update(ends_on=today + timedelta(3))
    tasks.warn_of_ends()

    assert alerts() == 1
