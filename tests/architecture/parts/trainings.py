"""A body the person runs, a branch they speak for, an enrolment, a block to answer about."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.enums import EditionStatus
from tests.factories.contests import EditionFactory
from tests.factories.mobility import AwardFactory, BlockOfferFactory
from tests.factories.organisations import BranchFactory, MembershipFactory
from tests.factories.training import (
    AccreditationFactory,
    BlockFactory,
    CertificateFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    SessionFactory,
    TrainingBodyFactory,
)


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Return, by address, arguments that lead to a page."""
    branch, body = BranchFactory(), TrainingBodyFactory()
    MembershipFactory(organisation=branch.organisation, person=person, role=Role.BRANCH_OFFICER)
    MembershipFactory(organisation=body.organisation, person=person, role=Role.TRAINER)
    accreditation = AccreditationFactory(body=body, decided_by=branch.organisation)
    certificate = CertificateFactory(owner=branch)
    programme = ProgrammeFactory(body=body, blocks=[BlockFactory(certificate=certificate)])
    first = timezone.localdate() + timedelta(days=30)
    session = SessionFactory(
        programme=programme, starts_on=first, ends_on=first + timedelta(days=20)
    )
    enrolment = EnrolmentFactory(session=session, person=person)
    offer = BlockOfferFactory(profile=person.mobility_profile)
    contest = EditionFactory(status=EditionStatus.OVER)
    award = AwardFactory(person=person, reference=f"edition:{contest.pk}")
    enrolled, taught = {"enrolment_id": enrolment.pk}, {"programme_id": programme.pk}
    return {
        "mobility:answer_block": {"offer_id": offer.pk},
        "mobility:show_award": {"award_id": award.pk},
        "training:certificate": {"certificate_id": certificate.pk},
        "training:recognise": {"certificate_id": certificate.pk},
        "training:programme": taught,
        "training:ask_seat": {"session_id": session.pk},
        "training:cancel_seat": enrolled,
        "training:declare_body": {"organisation_id": body.organisation_id},
        "training:new_programme": {"body_id": body.pk},
        "training:new_session": taught,
        "training:close_programme": taught,
        "training:session_seat": {"session_id": session.pk},
        "training:cancel_session": {"session_id": session.pk},
        "training:decide_seat": enrolled,
        "training:record_results": enrolled,
        "training:renew_accreditation": {"accreditation_id": accreditation.pk},
        "training:withdraw_accreditation": {"accreditation_id": accreditation.pk},
    }
