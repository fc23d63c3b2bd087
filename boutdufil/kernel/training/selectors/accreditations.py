"""Who may prepare for what, on which day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from boutdufil.kernel.organisations.models import Branch
from boutdufil.kernel.training.enums import CertificateKind
from boutdufil.kernel.training.models import Accreditation, Certificate
from boutdufil.kernel.training.selectors.rows import AccreditationRow
from boutdufil.lib.text import sort_key


def is_accredited(body_id: int, certificate: Certificate, day: date) -> bool:
    """Tell whether a body may prepare for a certificate on a day.

    A branch that owns or recognises the certificate decides. Where none does here (a title of the
    State), nobody on this platform accredits: nothing is refused, and pages say so.
    """
    if not _branches(certificate).exists():
        return True
    return _covering(certificate, day).filter(body_id=body_id).exists()


def accredited_bodies(certificate: Certificate, day: date) -> list[str]:
    """Return the names of the bodies accredited for a certificate on a day."""
    found = _covering(certificate, day).values_list("body__organisation__name", flat=True)
    return sorted(set(found), key=sort_key)


def accreditations_of_bodies(body_ids: Collection[int]) -> list[AccreditationRow]:
    """Return every accreditation of these bodies, the one that ends last first."""
    return _rows(Accreditation.objects.filter(body_id__in=body_ids))


def accreditations_of_branches(branch_ids: Collection[int]) -> list[AccreditationRow]:
    """Return every accreditation that these branches decided."""
    bodies = Branch.objects.filter(pk__in=branch_ids).values("organisation_id")
    return _rows(Accreditation.objects.filter(decided_by_id__in=bodies))


def _branches(certificate: Certificate) -> QuerySet[Branch]:
    return Branch.objects.filter(
        Q(pk=certificate.owner_id) | Q(recognitions__certificate=certificate)
    )


def _covering(certificate: Certificate, day: date) -> QuerySet[Accreditation]:
    decides = _branches(certificate).values("organisation_id")
    scope = Q(kinds__contains=[certificate.kind]) | Q(certificates=certificate)
    return (
        Accreditation.objects.filter(
            scope, decided_by_id__in=decides, starts_on__lte=day, ends_on__gte=day
        )
        .filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))
        .distinct()
    )


def _rows(found: QuerySet[Accreditation]) -> list[AccreditationRow]:
    fetched = found.select_related("body__organisation", "decided_by").prefetch_related(
        "certificates"
    )
    return [_row(one) for one in fetched]


def _row(one: Accreditation) -> AccreditationRow:
    today = timezone.localdate()
    return AccreditationRow(
        id=one.pk,
        body_id=one.body_id,
        body=one.body.organisation.name,
        decided_by=one.decided_by.name,
        scope=tuple(_scope(one.kinds, one.certificates.all())),
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        evidence=one.evidence,
        decided_on=one.decided_on,
        withdrawn_on=one.withdrawn_on,
        withdrawal_reason=one.withdrawal_reason,
        state=_state(one, today),
        days_left=(one.ends_on - today).days,
    )


def _scope(kinds: Iterable[str], named: Iterable[Certificate]) -> list[str]:
    return [*(str(CertificateKind(kind).label) for kind in kinds), *(one.label for one in named)]


def _state(one: Accreditation, today: date) -> str:
    if one.withdrawn_on is not None and one.withdrawn_on <= today:
        return "withdrawn"
    if one.ends_on < today:
        return "expired"
    return "future" if one.starts_on > today else "current"
