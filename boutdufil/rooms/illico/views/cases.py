"""Coming back to a case with its number, without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.rooms.illico.forms.calling import CaseForm
from boutdufil.rooms.illico.selectors import cases
from boutdufil.rooms.illico.services import calling
from boutdufil.rooms.illico.views.calling import HOUR


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("illico.find_case", limit=20, per_seconds=HOUR)
def find_case(request: HttpRequest) -> HttpResponse:
    """Ask for the number of a case and lead to it."""
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = cases.write_case_token(form.cleaned_data["code"])
        if token:
            return redirect("illico:case", token)
        form.add_error(
            "code", _("Aucun dossier ne porte ce numéro. Vérifiez-le : dix lettres et chiffres.")
        )
    status = 422 if form.errors else 200
    return render(request, "illico/cases/find.html", {"form": form}, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def case(request: HttpRequest, token: str) -> HttpResponse:
    """Show a case; a form says whether the need is met."""
    page = cases.case_page(token)
    if page is None:
        return render(request, "illico/cases/gone.html")
    answered = page.last_answered
    if request.method == "POST" and answered is not None:
        is_solved = request.POST.get("solved") == "yes"
        calling.answer_solved(call_id=answered.id, solved=is_solved)
        messages.success(request, _("C’est noté. Merci."))
        return redirect("illico:case", token)
    return render(request, "illico/cases/case.html", {"page": page})
