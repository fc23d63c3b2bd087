"""The one row a page acts on, for the predicates that decide who may."""

from boutdufil.kernel.training.models import (
    Accreditation,
    Enrolment,
    Programme,
    Session,
    TrainingBody,
)


def training_body(body_id: int) -> TrainingBody | None:
    """Return a body."""
    return TrainingBody.objects.filter(pk=body_id).first()


def body_of_programme(programme_id: int) -> TrainingBody | None:
    """Return the body that teaches a programme."""
    found = Programme.objects.filter(pk=programme_id).select_related("body").first()
    return found.body if found else None


def body_of_session(session_id: int) -> TrainingBody | None:
    """Return the body whose session it is."""
    found = Session.objects.filter(pk=session_id).select_related("programme__body").first()
    return found.programme.body if found else None


def enrolment(enrolment_id: int) -> Enrolment | None:
    """Return an enrolment with its session, programme and body."""
    fetched = Enrolment.objects.select_related("session__programme__body")
    return fetched.filter(pk=enrolment_id).first()


def accreditation(accreditation_id: int) -> Accreditation | None:
    """Return an accreditation."""
    fetched = Accreditation.objects.select_related("body__organisation")
    return fetched.filter(pk=accreditation_id).first()
