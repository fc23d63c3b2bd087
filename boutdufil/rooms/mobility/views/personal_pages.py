"""The page of one person of a plan: a code opens it, an answer is read once more, then sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.mobility.forms.plan_answers import AnswerForm
from boutdufil.rooms.mobility.forms.plans import CodeForm
from boutdufil.rooms.mobility.permissions.plans import can_use_code
from boutdufil.rooms.mobility.selectors import personal_pages as selectors
from boutdufil.rooms.mobility.selectors.answer_words import (
    late_change_words,
    nothing_on_page,
)
from boutdufil.rooms.mobility.selectors.plan_answers import correction_of
from boutdufil.rooms.mobility.selectors.plan_words import page_words
from boutdufil.rooms.mobility.services import plan_answers
from boutdufil.rooms.mobility.views.plan_doors import attempt, unseen
from boutdufil.rooms.mobility.views.writing import HOUR

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import RosterEntry


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@rate_limited("mobility.plan_code", limit=60, per_seconds=HOUR)
@unseen
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a letter and open its page."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        said = selectors.plain_code(form.cleaned_data["code"])
        if said and selectors.entry_of_code(said) is not None:
            return redirect("mobility:personal_page", said)
        form.add_error("code", _("Ce code n’ouvre aucune page : relisez votre lettre."))
    return show_form(request, "mobility/plans/code.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@rate_limited("mobility.plan_answer", limit=60, per_seconds=HOUR)
@unseen
def personal_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one person the post proposed, why, the complete list; keep their answer."""
    entry = selectors.entry_of_code(code)
    page = selectors.personal_page(entry) if entry else None
    if entry is None or page is None:
        return render(request, "mobility/dead_link.html", status=404)
    if request.method == "POST" and not can_use_code(request.user, entry.plan):
        messages.error(
            request, _("Votre compte a un rôle dans cette entreprise : il ne répond pas.")
        )
        return redirect("mobility:personal_page", code)
    act = {"claim": _claim, "hide": _hide}.get(request.POST.get("do", ""))
    if act is not None:
        return act(request, entry, code)
    return _answered(request, page, code)


def _answered(request: HttpRequest, page: selectors.PersonalPage, code: str) -> HttpResponse:
    """Show the page; show an answer once more before it is sent; send it."""
    form = _answer_form(request, page)
    whole = (page.can_answer or page.can_correct) and form.is_valid()
    goes_back = "back" in request.POST
    if whole and "sure" not in request.POST and not goes_back:
        context = {"page": page, "form": form, "code": code}
        return render(request, "mobility/plans/personal_confirm.html", context)
    if whole and not goes_back and _answer(request, page, form):
        return redirect("mobility:personal_page", code)
    context = {
        "page": page,
        "form": form,
        "code": code,
        "view": page_words(page),
        "nothing": nothing_on_page(page),
        "late_changes": late_change_words(page.proposal.post_list),
        "correction": correction_of(page.proposal),
        "insider": not can_use_code(request.user, page.proposal.entry.plan),
    }
    status = 422 if form.is_bound and not goes_back else 200
    return render(request, "mobility/plans/personal_page.html", context, status=status)


def _answer_form(request: HttpRequest, page: selectors.PersonalPage) -> AnswerForm:
    proposed = page.proposed.pk if page.proposed else None
    return AnswerForm(
        request.POST or None,
        proposed=proposed,
        others=selectors.other_posts(page.posts, proposed),
        correcting=page.can_correct,
    )


def _answer(request: HttpRequest, page: selectors.PersonalPage, form: AnswerForm) -> bool:
    """Keep the answer; an account is named in the trail only where it was tied to the page."""
    own = page.claimed_by is not None and request.user.pk == page.claimed_by
    return attempt(
        request,
        lambda: plan_answers.answer_proposal(
            proposal=page.proposal,
            draft=form.draft(),
            actor_id=request.user.pk if own else None,
        ),
        _("Votre réponse est enregistrée."),
    )


def _claim(request: HttpRequest, entry: RosterEntry, code: str) -> HttpResponse:
    if request.user.pk is None:
        messages.error(request, _("Connectez-vous d’abord."))
    else:
        person_id = request.user.pk
        attempt(
            request,
            lambda: plan_answers.claim_entry(entry=entry, person_id=person_id),
            _("Cette page est reliée à votre compte."),
        )
    return redirect("mobility:personal_page", code)


def _hide(request: HttpRequest, entry: RosterEntry, code: str) -> HttpResponse:
    proposal = selectors.current_proposal(entry)
    if proposal is not None:
        plan_answers.hide_name(proposal=proposal)
        messages.success(request, _("L’employeur ne lit plus votre nom."))
    return redirect("mobility:personal_page", code)
