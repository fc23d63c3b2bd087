"""Organisations, roles, invitations, agreements: what services do and refuse."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone, translation

from boutdufil.adapters import sirene
from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations import selectors, services
from boutdufil.kernel.organisations.enums import AgreementState, RegisterAnswer, Role
from boutdufil.kernel.organisations.errors import (
    InvitationSpentError,
    LastManagerError,
    OtherAddressError,
    ParentError,
    PartyMissingError,
    SiretTakenError,
)
from boutdufil.kernel.organisations.models import (
    Affiliation,
    Invitation,
    Membership,
    Organisation,
)
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.organisations.services.agreements import Terms
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.organisations.services.retention import (
    ENDED_ROLES_KEPT,
    INVITATIONS_KEPT,
    RULES,
)
from boutdufil.kernel.organisations.tokens import derive_invitation_token
from boutdufil.kernel.people import services as people
from tests.factories.organisations import (
    AffiliationFactory,
    AgreementFactory,
    BranchFactory,
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    SignatureFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"


def verbs():
    return list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True))


def token_of(invitation):
    return derive_invitation_token(invitation.nonce)


def test_whoever_inscribes_an_organisation_answers_for_it():
    person = PersonFactory()

    made = services.create_organisation(described=Description(name="Neuve"), creator_id=person.pk)

    assert has_role(person, {Role.MANAGER}, made.pk)
    assert verbs() == ["organisations.create", "organisations.grant_role"]


def test_the_same_siret_is_inscribed_once():
    described = Description(name="Une", siret=SIRET)
    services.create_organisation(described=described, creator_id=PersonFactory().pk)

    with pytest.raises(SiretTakenError):
        services.create_organisation(described=described, creator_id=PersonFactory().pk)
    assert Organisation.objects.get(siret=SIRET).name == "Une"


def test_two_without_a_siret_are_two():
    for _ in range(2):
        services.create_organisation(
            described=Description(name="Sans numéro"), creator_id=PersonFactory().pk
        )


def test_asking_to_join_writes_to_the_managers_alone():
    held = MembershipFactory(organisation__siret=SIRET, role=Role.MANAGER)
    MembershipFactory(organisation=held.organisation, role=Role.READER)
    asking = PersonFactory(name="Inès Inventée")

    assert services.ask_to_join(siret=SIRET, person=asking)
    assert not services.ask_to_join(siret="35600000000048", person=asking)

    assert [message.to for message in mail.outbox] == [[held.person.email]]
    assert "Inès Inventée" in mail.outbox[0].body


def test_a_changed_siret_is_to_be_verified_again():
    one = OrganisationFactory(siret=SIRET, verified_at=timezone.now(), register_answer="found")
    described = Description(name=one.name, siret="35600000000048")

    services.change_organisation(
        organisation_id=one.pk, described=described, actor_id=PersonFactory().pk
    )

    one.refresh_from_db()
    assert one.verified_at is None
    assert one.register_answer == RegisterAnswer.NOT_ASKED
    assert one.invented


def test_a_circle_and_a_tower_are_refused():
    actor = PersonFactory().pk
    tower = [OrganisationFactory()]
    for _ in range(3):
        tower.append(OrganisationFactory(parent=tower[-1]))
    with pytest.raises(ParentError):
        services.attach_organisation(
            organisation_id=tower[0].pk, parent_id=tower[3].pk, actor_id=actor
        )
    with pytest.raises(ParentError):
        services.create_organisation(
            described=Description(name="Cinquième"), creator_id=actor, parent_id=tower[3].pk
        )
    alone = OrganisationFactory()
    with pytest.raises(ParentError):
        services.attach_organisation(
            organisation_id=tower[0].pk, parent_id=alone.pk, actor_id=actor
        )

    services.attach_organisation(organisation_id=tower[1].pk, parent_id=None, actor_id=actor)
    services.attach_organisation(organisation_id=tower[1].pk, parent_id=alone.pk, actor_id=actor)
    tower[1].refresh_from_db()
    assert tower[1].parent_id == alone.pk


def test_a_closed_organisation_keeps_its_people():
    held = MembershipFactory(role=Role.HR)

    services.close_organisation(
        organisation_id=held.organisation_id,
        closed_on=datetime.date(2026, 12, 31),
        actor_id=held.person_id,
    )

    assert has_role(held.person, {Role.HR}, held.organisation_id)
    assert selectors.organisation(held.organisation_id).closed_on == datetime.date(2026, 12, 31)


def test_an_invitation_names_the_role_in_its_readers_language():
    manager, invited = MembershipFactory(role=Role.MANAGER), PersonFactory(language="en")
    services.invite_member(
        organisation_id=manager.organisation_id,
        email=invited.email,
        role=Role.HR,
        invited_by_id=manager.person_id,
    )

    with translation.override("en"):
        assert f": {Role.HR.label}." in mail.outbox[0].body
    assert str(Role.HR.label) not in mail.outbox[0].body


def test_an_invitation_is_taken_up_once_by_its_address():
    manager = MembershipFactory(role=Role.MANAGER)
    invited, other = PersonFactory(email="inv@example.org"), PersonFactory()
    one = services.invite_member(
        organisation_id=manager.organisation_id,
        email="Inv@Example.org",
        role=Role.HR,
        invited_by_id=manager.person_id,
    )
    token = token_of(one)
    assert token in mail.outbox[0].body
    assert token not in one.token_hash

    with pytest.raises(OtherAddressError):
        services.accept_invitation(token=token, person=other)
    services.accept_invitation(token=token, person=invited)
    with pytest.raises(InvitationSpentError):
        services.accept_invitation(token=token, person=invited)

    assert has_role(invited, {Role.HR}, manager.organisation_id)
    assert not has_role(invited, {Role.MANAGER}, manager.organisation_id)


@pytest.mark.parametrize(
    "facts",
    [
        {"expires_at": timezone.now() - datetime.timedelta(seconds=1)},
        {"withdrawn_at": timezone.now()},
        {"accepted_at": timezone.now()},
    ],
)
def test_a_spent_invitation_opens_nothing(facts):
    person = PersonFactory()
    one = InvitationFactory(email=person.email, **facts)

    assert selectors.invitation_page(token_of(one)) is None
    with pytest.raises(InvitationSpentError):
        services.accept_invitation(token=token_of(one), person=person)
    assert not Membership.objects.exists()


def test_a_second_invitation_of_the_same_withdraws_the_first():
    manager = MembershipFactory(role=Role.MANAGER)
    first, second = (
        services.invite_member(
            organisation_id=manager.organisation_id,
            email="inv@example.org",
            role=Role.HR,
            invited_by_id=manager.person_id,
        )
        for _ in range(2)
    )

    assert selectors.invitation_page(token_of(first)) is None
    assert selectors.invitation_page(token_of(second)) is not None


def test_a_withdrawn_invitation_is_neither_sent_nor_taken_up():
    one = InvitationFactory()
    services.withdraw_invitation(invitation_id=one.pk, actor_id=PersonFactory().pk)

    services.send_invitation(invitation_id=one.pk)

    assert mail.outbox == []
    assert selectors.invitation_page(token_of(one)) is None


def test_an_invitation_to_a_role_is_no_invitation_to_a_branch():
    person = MembershipFactory(role=Role.MANAGER).person
    to_role = InvitationFactory(email=person.email)
    to_branch = InvitationFactory(email=person.email, organisation=None, branch=BranchFactory())

    with pytest.raises(InvitationSpentError):
        services.accept_invitation(token=token_of(to_branch), person=person)
    with pytest.raises(InvitationSpentError):
        services.accept_employer_invitation(
            token=token_of(to_role), person=person, organisation_id=1
        )


def test_the_last_manager_may_not_leave_alone():
    last = MembershipFactory(role=Role.MANAGER)
    with pytest.raises(LastManagerError):
        services.end_membership(membership_id=last.pk, actor_id=last.person_id)

    MembershipFactory(organisation=last.organisation, role=Role.MANAGER)
    services.end_membership(membership_id=last.pk, actor_id=last.person_id)

    assert not has_role(last.person, {Role.MANAGER}, last.organisation_id)
    services.end_membership(membership_id=last.pk, actor_id=last.person_id)
    assert verbs().count("organisations.end_membership") == 1


def test_a_site_is_managed_from_above():
    above = MembershipFactory(role=Role.MANAGER)
    site = OrganisationFactory(parent=above.organisation)
    own = MembershipFactory(organisation=site, role=Role.MANAGER)

    services.end_membership(membership_id=own.pk, actor_id=own.person_id)

    own.refresh_from_db()
    assert own.ended_at


def test_a_role_ended_can_be_given_again():
    held = MembershipFactory(role=Role.READER)
    services.end_membership(membership_id=held.pk, actor_id=held.person_id)
    services.grant_role(
        organisation_id=held.organisation_id,
        person_id=held.person_id,
        role=Role.READER,
        actor_id=None,
    )

    assert has_role(held.person, {Role.READER}, held.organisation_id)


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        ([sirene.Establishment(SIRET, "x", "", "", "", is_open=True)], RegisterAnswer.FOUND),
        ([sirene.Establishment(SIRET, "x", "", "", "", is_open=False)], RegisterAnswer.CLOSED),
        ([], RegisterAnswer.UNKNOWN),
    ],
)
def test_the_register_answers(known, answer):
    one = OrganisationFactory(siret=SIRET, invented=False)

    services.check_siret(organisation_id=one.pk, register=sirene.FakeRegister(*known))

    one.refresh_from_db()
    assert one.register_answer == answer
    assert bool(one.verified_at) is (answer == RegisterAnswer.FOUND)
    assert bool(one.verified_through) is (answer == RegisterAnswer.FOUND)


def test_a_silent_register_changes_nothing():
    one = OrganisationFactory(siret=SIRET)
    with pytest.raises(sirene.RegisterUnavailableError):
        services.check_siret(organisation_id=one.pk, register=sirene.FakeRegister(silent=True))

    one.refresh_from_db()
    assert one.register_answer == RegisterAnswer.NOT_ASKED


def test_the_register_is_asked_only_where_the_site_says_so(settings, queue):
    described = Description(name="Neuve", siret=SIRET)
    services.create_organisation(described=described, creator_id=PersonFactory().pk)
    assert queue == []

    settings.BOUTDUFIL_SIRENE = "official"
    real = OrganisationFactory(siret="35600000000048", invented=False)
    invented = OrganisationFactory(siret=None)
    assert services.request_check(organisation_id=real.pk)
    assert not services.request_check(organisation_id=invented.pk)
    assert queue == [("organisations.check_siret", {"organisation_id": real.pk})]


def test_employers_are_invited_once_and_join_with_what_they_manage():
    branch, officer = BranchFactory(), PersonFactory()
    manager = MembershipFactory(role=Role.MANAGER)
    emails = [manager.person.email, manager.person.email.upper(), "autre@example.org"]

    sent = services.invite_employers(branch_id=branch.pk, emails=emails, invited_by_id=officer.pk)
    again = services.invite_employers(branch_id=branch.pk, emails=emails, invited_by_id=officer.pk)
    assert (sent, again) == (2, 0)

    one = Invitation.objects.get(email=manager.person.email)
    services.accept_employer_invitation(
        token=token_of(one), person=manager.person, organisation_id=manager.organisation_id
    )
    assert [row.id for row in selectors.employers_of(branch.pk)] == [manager.organisation_id]


def test_a_new_employer_is_inscribed_or_nothing_happens():
    person, branch = PersonFactory(), BranchFactory()
    OrganisationFactory(siret=SIRET)
    one = InvitationFactory(email=person.email, organisation=None, branch=branch)
    taken = Description(name="Prise", siret=SIRET)
    with pytest.raises(SiretTakenError):
        services.accept_as_new_employer(token=token_of(one), person=person, described=taken)
    assert not Affiliation.objects.exists()

    made = services.accept_as_new_employer(
        token=token_of(one), person=person, described=Description(name="Libre")
    )
    assert has_role(person, {Role.MANAGER}, made.pk)
    assert Affiliation.objects.get().organisation == made


def test_a_closed_employer_is_shown_no_more():
    joined = AffiliationFactory()
    assert len(selectors.employers_of(joined.branch_id)) == 1

    joined.organisation.closed_on = timezone.localdate()
    joined.organisation.save()
    assert selectors.employers_of(joined.branch_id) == []


def test_an_employer_leaves_its_branch():
    joined = AffiliationFactory()
    facts = {"branch_id": joined.branch_id, "organisation_id": joined.organisation_id}

    services.end_affiliation(**facts, actor_id=PersonFactory().pk)
    services.end_affiliation(**facts, actor_id=PersonFactory().pk)

    assert selectors.employers_of(joined.branch_id) == []
    assert verbs() == ["organisations.end_affiliation"]


def test_an_agreement_binds_once_each_party_gave_its_word():
    ours, theirs = BranchFactory(), BranchFactory()
    today = timezone.localdate()
    terms = Terms(title="Accord inventé", signed_on=today, in_force_on=today)
    made = services.sign_agreement(
        terms=terms, party_ids=[ours.pk, theirs.pk], confirmed_ids=[ours.pk], actor_id=None
    )
    assert selectors.agreement(made.pk).state == AgreementState.TO_CONFIRM

    stranger = BranchFactory()
    confirm = {"agreement_id": made.pk, "actor_id": PersonFactory().pk}
    assert not services.confirm_agreement(branch_id=stranger.pk, **confirm)
    assert services.confirm_agreement(branch_id=theirs.pk, **confirm)
    assert not services.confirm_agreement(branch_id=theirs.pk, **confirm)

    assert selectors.agreement(made.pk).state == AgreementState.IN_FORCE
    assert [one.id for one in selectors.agreements_of(ours.pk)] == [made.pk]


def test_one_branch_signs_nothing_alone():
    one = BranchFactory().pk
    terms = Terms(title="Seul", signed_on=timezone.localdate(), in_force_on=timezone.localdate())
    with pytest.raises(PartyMissingError):
        services.sign_agreement(
            terms=terms, party_ids=[one, one], confirmed_ids=[one], actor_id=None
        )


@pytest.mark.parametrize(
    ("starts", "ends", "state"),
    [
        (-10, None, AgreementState.IN_FORCE),
        (-10, 0, AgreementState.IN_FORCE),
        (0, 10, AgreementState.IN_FORCE),
        (1, None, AgreementState.UPCOMING),
        (-10, -1, AgreementState.ENDED),
    ],
)
def test_an_agreement_knows_its_days(starts, ends, state):
    today = timezone.localdate()
    made = AgreementFactory(
        in_force_on=today + datetime.timedelta(days=starts),
        ends_on=None if ends is None else today + datetime.timedelta(days=ends),
    )
    SignatureFactory(agreement=made)

    assert selectors.agreement(made.pk).state == state


def test_a_person_takes_their_roles_along_and_erases_them():
    held = MembershipFactory(role=Role.MANAGER)
    InvitationFactory(email=held.person.email)
    sent = InvitationFactory(invited_by=held.person)

    told = people.export_subject(person=held.person)["modules"]["organisations"]
    assert told["roles"][0]["role"] == "manager"
    assert len(told["invitations"]) == 1

    people.erase_subject(person=held.person, actor_id=held.person_id)
    assert not Membership.objects.exists()
    assert list(Invitation.objects.values_list("pk", "invited_by")) == [(sent.pk, None)]
    assert selectors.organisation(held.organisation_id) is not None


def test_old_invitations_and_roles_are_forgotten():
    now = timezone.now()
    InvitationFactory(expires_at=now - INVITATIONS_KEPT - datetime.timedelta(hours=1))
    kept = InvitationFactory(expires_at=now - datetime.timedelta(days=1))
    MembershipFactory(ended_at=now - ENDED_ROLES_KEPT - datetime.timedelta(hours=1))
    lasting = MembershipFactory()

    assert [rule.run(now) for rule in RULES] == [1, 1]
    assert Invitation.objects.get() == kept
    assert Membership.objects.get() == lasting


def test_the_organisations_of_a_person_come_with_their_parts():
    held = MembershipFactory(role=Role.RECRUITER, organisation__name="Abbé")
    site = OrganisationFactory(parent=held.organisation, name="Zoé")
    MembershipFactory(organisation=site, person=held.person, role=Role.HR)
    MembershipFactory(person=held.person, ended_at=timezone.now())

    every = selectors.organisations_of(held.person_id)
    recruiting = selectors.organisations_of(held.person_id, {Role.RECRUITER})

    assert [(row.name, row.roles) for row in every] == [
        ("Abbé", (Role.RECRUITER,)),
        ("Zoé", (Role.RECRUITER, Role.HR)),
    ]
    assert [row.roles for row in recruiting] == [(Role.RECRUITER,), (Role.RECRUITER,)]
    assert selectors.organisations_of(PersonFactory().pk) == []
    assert selectors.family_ids(held.organisation_id) == {held.organisation_id, site.pk}
    assert selectors.people_with_role(site.pk, {Role.RECRUITER}) == [held.person_id]
