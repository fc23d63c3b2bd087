"""The branch's seat: the certificates it creates and those it recognises."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.organisations.selectors import agreements_of, branches_of_officer
from boutdufil.kernel.training import permissions, selectors, services
from boutdufil.kernel.training.enums import CertificateKind
from boutdufil.kernel.training.errors import TrainingError
from boutdufil.kernel.training.forms import CertificateForm, RecognitionForm, WithdrawalForm
from boutdufil.kernel.training.services.certificates import BlockDraft, CertificateDraft
from boutdufil.kernel.training.views.answers import form_page, is_done

Choices = list[tuple[int, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def create(request: HttpRequest) -> HttpResponse:
    """Create a certificate in the name of a branch; nothing typed is lost on a mistake."""
    branches, agreements = _spoken_for(request)
    form = CertificateForm(request.POST or None, branches=branches, agreements=agreements)
    if request.method == "POST" and form.is_valid():
        try:
            made = _create(request, form)
        except TrainingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Certification créée."))
            return redirect("training:certificate", certificate_id=made)
    return form_page(request, form, _("Créer une certification"))


def _create(request: HttpRequest, form: CertificateForm) -> int:
    said = form.cleaned_data
    _refuse_other_branch(request, said["branch"])
    draft = CertificateDraft(
        kind=said["kind"],
        label=said["label"],
        blocks=tuple(BlockDraft(each.label, each.skills, each.hours) for each in form.worded),
        codes=said["codes"],
        code=said["number"] or None,
        level=said["level"],
        registered_until=said["registered_until"],
    )
    made = services.certificates.create_certificate(
        draft=draft,
        owner_id=said["branch"] if said["kind"] == CertificateKind.CQP else None,
        agreement_id=said["agreement"],
        actor_id=request.user.pk,
    )
    return made.pk


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def recognise(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Recognise a certificate in the name of a branch, by an agreement it signed."""
    page = selectors.certificate_page(certificate_id)
    if page is None:
        raise Http404
    branches, agreements = _spoken_for(request)
    form = RecognitionForm(request.POST or None, branches=branches, agreements=agreements)
    if request.method == "POST" and form.is_valid() and _recognise(request, form, certificate_id):
        return redirect("training:certificate", certificate_id=certificate_id)
    title = _("Reconnaître : %(certificate)s") % {"certificate": page.certificate.label}
    return form_page(request, form, title)


def _recognise(request: HttpRequest, form: RecognitionForm, certificate_id: int) -> bool:
    said = form.cleaned_data
    _refuse_other_branch(request, said["branch"])
    return is_done(
        request,
        form,
        services.certificates.recognise,
        told=_("Certification reconnue."),
        certificate_id=certificate_id,
        branch_id=said["branch"],
        agreement_id=said["agreement"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw_recognition(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Recognise a certificate no more, in the name of a branch that does."""
    page = selectors.certificate_page(certificate_id)
    if page is None:
        raise Http404
    branches = selectors.recognising_of_officer(certificate_id, request.user.pk or 0)
    if not branches:
        raise PermissionDenied
    form = WithdrawalForm(request.POST or None, branches=branches)
    if request.method == "POST" and form.is_valid() and _withdraw(request, form, certificate_id):
        return redirect("training:certificate", certificate_id=certificate_id)
    title = _("Ne plus reconnaître : %(certificate)s") % {"certificate": page.certificate.label}
    return form_page(request, form, title)


def _withdraw(request: HttpRequest, form: WithdrawalForm, certificate_id: int) -> bool:
    said = form.cleaned_data
    _refuse_other_branch(request, said["branch"])
    return is_done(
        request,
        form,
        services.certificates.withdraw_recognition,
        told=_("La branche ne reconnaît plus cette certification."),
        certificate_id=certificate_id,
        branch_id=said["branch"],
        reason=said["reason"],
    )


def _spoken_for(request: HttpRequest) -> tuple[Choices, Choices]:
    """Return the visitor's branches and the agreements these signed; 403 without a branch."""
    branches = branches_of_officer(request.user.pk or 0)
    if not branches:
        raise PermissionDenied
    signed = {one.id: one.title for branch in branches for one in agreements_of(branch.id)}
    return [(branch.id, branch.name) for branch in branches], list(signed.items())


def _refuse_other_branch(request: HttpRequest, branch_id: int) -> None:
    if not permissions.can_grant_accreditation(request.user, branch_id):
        raise PermissionDenied
