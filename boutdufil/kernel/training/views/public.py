"""What anybody may read: certificates, programmes, sessions near a place."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.kernel.organisations.selectors import branches_of_officer
from boutdufil.kernel.training import selectors
from boutdufil.kernel.training.forms import NearForm


@require_safe
@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """List the certificates and the sessions to come, near a place when one is asked for."""
    form = NearForm(request.GET if "near" in request.GET else None)
    valid = form.is_valid()
    context = {
        "form": form if form.is_bound else NearForm(),
        "near": form.cleaned_data["near"] if valid else "",
        "minutes": form.cleaned_data["minutes"] if valid else None,
        "certificates": selectors.certificates(),
        "sessions": selectors.sessions(
            near=form.commune if valid else "",
            minutes=form.cleaned_data["minutes"] if valid and form.commune else None,
        ),
    }
    return render(request, "training/start.html", context, status=422 if form.errors else 200)


@require_safe
@login_not_required
def certificate(request: HttpRequest, certificate_id: int) -> HttpResponse:
    """Show a certificate: its blocks, who recognises it, where it is prepared for."""
    page = selectors.certificate_page(certificate_id)
    if page is None:
        raise Http404
    person_id = request.user.pk or 0
    context = {
        "page": page,
        "officer": bool(branches_of_officer(person_id)),
        "recognising": selectors.recognising_of_officer(certificate_id, person_id),
    }
    return render(request, "training/certificate.html", context)


@require_safe
@login_not_required
def programme(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Show a programme: what it teaches, how long, at what cost, when and where."""
    page = selectors.programme_page(programme_id)
    if page is None:
        raise Http404
    return render(request, "training/programme.html", {"page": page})
