"""A branch creates a certificate in words, and recognises another's."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.training.models import Certificate
from boutdufil.kernel.training.selectors.wording import WordingError, proposed_blocks, read_blocks
from tests.factories.organisations import BranchFactory
from tests.factories.training import RecognitionFactory
from tests.kernel.training.conftest import signed_by, with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def skill():
    """The label of a skill of the customer adviser's card."""
    return occupations.get_card("D1408").skill_groups[0].skills[0]


@pytest.fixture
def officer(client, school):
    client.force_login(school.officer())
    return client


def said(school, blocks, **more):
    facts = {"branch": school.branch.pk, "kind": "cqp", "label": "CQP tout neuf"}
    return {**facts, "codes": "D1408", "blocks": blocks, **more}


def test_blocks_are_read_line_by_line(skill):
    text = f"Conduire un appel ; 70 h\n- {skill.label.upper()}\n\nLe reste\n- {skill.label}"
    first, second = read_blocks(text, ["D1408"])

    assert (first.label, first.hours, first.skills) == ("Conduire un appel", 70, (skill.code,))
    assert (second.label, second.hours) == ("Le reste", None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- Écouter", "Ligne 1"),
        ("Bloc ; beaucoup", "Ligne 1"),
        ("Bloc\n- Marcher sur la Lune", "Ligne 2"),
        ("Bloc", "aucune compétence"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text, told):
    with pytest.raises(WordingError, match=told):
        read_blocks(text, ["D1408"])


def test_what_is_proposed_can_be_read_again():
    blocks = read_blocks(proposed_blocks(["D1408"]), ["D1408"])

    asked = occupations.get_card("D1408").asked
    assert len({code for block in blocks for code in block.skills}) == asked


def test_an_officer_creates_a_cqp(officer, school, skill):
    address = reverse("training:new_certificate")
    assert officer.get(address).status_code == 200
    answer = officer.post(address, said(school, f"Conduire un appel ; 70\n- {skill.label}"))

    made = Certificate.objects.get(label="CQP tout neuf")
    assert answer.url == reverse("training:certificate", args=[made.pk])
    assert (made.owner, made.blocks.get().skills) == (school.branch, [skill.code])


def test_without_blocks_the_skills_of_the_card_are_written(officer, school, skill):
    answer = officer.post(reverse("training:new_certificate"), said(school, ""))

    assert answer.status_code == 422
    assert f"- {skill.label}" in answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"codes": "D1408 Z9999"}, "Code inconnu ici"),
        ({"number": "12345"}, "Écrivez RNCP ou RS"),
        ({"kind": "cqpi"}, "naît d’un accord"),
    ],
)
def test_a_mistake_is_named_and_nothing_is_lost(officer, school, skill, wrong, told):
    blocks = f"Mon bloc à moi\n- {skill.label}"
    page = officer.post(reverse("training:new_certificate"), said(school, blocks, **wrong))

    assert page.status_code == 422
    assert told in page.content.decode()
    assert "Mon bloc à moi" in page.content.decode()


def test_a_cqpi_by_an_agreement_is_recognised_by_both(officer, school, skill):
    agreement = signed_by(school.branch, BranchFactory())
    blocks = f"Bloc\n- {skill.label}"
    officer.post(
        reverse("training:new_certificate"),
        said(school, blocks, kind="cqpi", agreement=agreement.pk),
    )

    assert Certificate.objects.get(label="CQP tout neuf").recognitions.count() == 2


def test_a_branch_recognises_by_an_agreement_it_confirmed(officer, school):
    waiting, signed = signed_by(), signed_by(school.branch, BranchFactory())
    waiting.parties.add(school.branch)
    address = reverse("training:recognise", args=[school.certificate.pk])
    refused = officer.post(address, {"branch": school.branch.pk, "agreement": waiting.pk})
    assert "pas signé" in refused.content.decode()

    officer.post(address, {"branch": school.branch.pk, "agreement": signed.pk})
    assert school.certificate.recognitions.get().agreement == signed
    elsewhere = officer.post(address, {"branch": BranchFactory().pk, "agreement": signed.pk})
    assert elsewhere.status_code == 422
    page = officer.get(reverse("training:certificate", args=[school.certificate.pk]))
    assert "au nom de ma branche" in page.content.decode()


def test_an_officer_withdraws_a_recognition_for_a_reason_and_on_purpose(client, school):
    certificate = school.certificate
    address = reverse("training:withdraw_recognition", args=[certificate.pk])
    client.force_login(school.officer())
    assert client.get(address).status_code == 403
    RecognitionFactory(certificate=certificate, branch=school.branch)
    page = client.get(reverse("training:certificate", args=[certificate.pk])).content.decode()
    assert address in page
    assert client.get(address).status_code == 200

    typed = {"branch": school.branch.pk, "reason": "agreement"}
    unsure = client.post(address, typed)
    assert unsure.status_code == 422
    assert "Cochez la case pour confirmer" in unsure.content.decode()
    for wrong in ({"reason": "because"}, {"branch": BranchFactory().pk}):
        assert client.post(address, {**typed, "sure": "on", **wrong}).status_code == 422
    assert certificate.recognitions.count() == 1
    told = client.post(address, {**typed, "sure": "on"}, follow=True).content.decode()

    assert "ne reconnaît plus" in told
    assert address not in told
    assert not certificate.recognitions.exists()
    assert client.get(reverse("training:withdraw_recognition", args=[999_999])).status_code == 404


def test_nobody_else_withdraws_a_recognition(client, school, person):
    recognition = RecognitionFactory(certificate=school.certificate, branch=school.branch)
    address = reverse("training:withdraw_recognition", args=[school.certificate.pk])
    elsewhere = with_role(BranchFactory().organisation, Role.BRANCH_OFFICER)
    for stranger in (person, school.trainer(), elsewhere):
        client.force_login(stranger)
        typed = {"branch": school.branch.pk, "reason": "needs", "sure": "on"}
        assert client.post(address, typed).status_code == 403
    recognition.refresh_from_db()


def test_a_cqpi_keeps_two_branches_and_says_so(client, school):
    school.certificate.kind = "cqpi"
    school.certificate.save()
    for branch in (school.branch, BranchFactory()):
        RecognitionFactory(certificate=school.certificate, branch=branch)
    client.force_login(school.officer())
    typed = {"branch": school.branch.pk, "reason": "needs", "sure": "on"}
    address = reverse("training:withdraw_recognition", args=[school.certificate.pk])
    answer = client.post(address, typed)

    assert answer.status_code == 422
    assert "ne peut pas s’en retirer" in answer.content.decode()


def test_a_recognition_under_a_lapsed_agreement_says_which_and_since_when(client, school):
    agreement = signed_by(school.branch, title="Accord d’hier", ends_on=date(2026, 3, 31))
    RecognitionFactory(certificate=school.certificate, branch=school.branch, agreement=agreement)
    standing = signed_by(BranchFactory(), title="Accord qui tient", ends_on=timezone.localdate())
    RecognitionFactory(certificate=school.certificate, agreement=standing)
    address = reverse("training:certificate", args=[school.certificate.pk])

    shown = client.get(address).content.decode()

    assert shown.count("accord échu") == 1
    assert "L’accord «\u00a0Accord d’hier\u00a0» est échu depuis le 31 mars 2026" in shown
