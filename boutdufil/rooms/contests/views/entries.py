"""Entering a contest, one's own candidacy, its team, its employer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.permissions import is_signed_in
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form, tell_mistakes
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.entries import AddressForm, EnterForm, WithdrawForm
from boutdufil.rooms.contests.permissions.editions import can_see_edition
from boutdufil.rooms.contests.permissions.entries import can_change_entry
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors import entry_links
from boutdufil.rooms.contests.selectors.editions import edition_at
from boutdufil.rooms.contests.selectors.eligibility import obstacles_to, rules_in_force
from boutdufil.rooms.contests.selectors.entries import EntryRow, entry_of
from boutdufil.rooms.contests.services import employers, entries, teams
from boutdufil.rooms.contests.views.doors import HOUR, attempt
from boutdufil.rooms.contests.views.entry_doors import captains_entry, own_entry

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest

SPENT = "contests/entries/spent.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limited("contests.enter", 600, HOUR)
def enter(request: PersonRequest, slug: str) -> HttpResponse:
    """Show what an edition asks of who enters, and take a candidacy."""
    edition = edition_at(slug)
    if edition is None or not can_see_edition(request.user, edition):
        raise Http404
    known = entry_of(request.user.pk, edition.id)
    if known is not None and known.is_live:
        return redirect("contests:entry", known.id)
    obstacles = obstacles_to(request.user, edition)
    number = rules_in_force(edition.id)
    form = EnterForm(request.POST or None, edition=edition, initial={"rules": number})
    if request.method == "POST" and form.is_valid():
        entered = _enter(request, edition, form)
        if entered is not None:
            return redirect("contests:entry", entered)
    context = {"edition": edition, "obstacles": obstacles, "rules_number": number}
    return show_form(request, "contests/entries/enter.html", form, **context)


@require_safe
@own_entry
def entry(request: PersonRequest, entry: EntryRow) -> HttpResponse:
    """Show somebody their candidacy: its number, what is missing, each stage."""
    context = {"entry": entry, "answers_for_it": can_change_entry(request.user, entry.id)}
    return render(request, "contests/entries/entry.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@captains_entry
def withdraw(request: PersonRequest, entry: EntryRow) -> HttpResponse:
    """Show the button that takes a candidacy back; only pressing it does."""
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, actor_id = form.cleaned_data["reason"], request.user.pk
        attempt(
            request,
            lambda: entries.withdraw_entry(entry_id=entry.id, actor_id=actor_id, reason=reason),
            _("Votre candidature est retirée."),
        )
        return redirect("contests:entry", entry.id)
    return show_form(request, "contests/entries/withdraw.html", form, entry=entry)


@require_POST
@rate_limited("contests.invite_member", 60, HOUR)
@captains_entry
def invite_member(request: PersonRequest, entry: EntryRow) -> HttpResponse:
    """Invite somebody into one's team."""
    form = AddressForm(request.POST)
    if form.is_valid():
        email, actor_id = form.cleaned_data["email"], request.user.pk
        attempt(
            request,
            lambda: teams.invite_member(entry_id=entry.id, email=email, actor_id=actor_id),
            _("L’invitation est partie."),
        )
    else:
        tell_mistakes(request, form)
    return redirect("contests:entry", entry.id)


@require_POST
@captains_entry
def withdraw_invitation(request: PersonRequest, entry: EntryRow, member_id: int) -> HttpResponse:
    """Take an invitation into one's team back."""
    teams.withdraw_invitation(entry_id=entry.id, member_id=member_id, actor_id=request.user.pk)
    return redirect("contests:entry", entry.id)


@require_http_methods(["GET", "HEAD", "POST"])
@own_entry
def leave_team(request: PersonRequest, entry: EntryRow) -> HttpResponse:
    """Show the button that leaves a team; only pressing it does."""
    if request.method != "POST":
        return render(request, "contests/entries/leave.html", {"entry": entry})
    person_id = request.user.pk
    if attempt(
        request,
        lambda: teams.leave_team(entry_id=entry.id, person_id=person_id),
        _("Vous avez quitté l’équipe."),
    ):
        return redirect("contests:edition", entry.edition_slug)
    return redirect("contests:entry", entry.id)


@require_POST
@rate_limited("contests.ask_employer", 20, HOUR)
@captains_entry
def ask_employer(request: PersonRequest, entry: EntryRow) -> HttpResponse:
    """Ask one's employer again, or at another address."""
    form = AddressForm(request.POST)
    if form.is_valid():
        email, actor_id = form.cleaned_data["email"], request.user.pk
        attempt(
            request,
            lambda: employers.ask_employer(entry_id=entry.id, email=email, actor_id=actor_id),
            _("La question est partie."),
        )
    else:
        tell_mistakes(request, form)
    return redirect("contests:entry", entry.id)


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.team_invitation", 120, HOUR)
def team_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation into a team, and take the answer of whom it is for."""
    offered = entry_links.team_invitation(token)
    if offered is None:
        return render(request, SPENT, status=410)
    person: Any = request.user
    is_for_me = is_signed_in(person) and person.email == offered.email
    if request.method == "POST" and is_for_me:
        return _answer_invitation(request, token)
    obstacles = obstacles_to(person, offered.edition) if is_for_me else ()
    context = {"offered": offered, "is_for_me": is_for_me, "obstacles": obstacles}
    return render(request, "contests/entries/team_invitation.html", context)


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.employer_consent", 120, HOUR)
def employer_consent(request: HttpRequest, token: str) -> HttpResponse:
    """Ask an employer for their word; they are told nothing else."""
    asked = entry_links.employer_question(token)
    if asked is None:
        return render(request, SPENT, status=410)
    if request.method == "POST":
        agrees = request.POST.get("do") == "agree"
        done = _("Merci. Votre réponse est notée.")
        attempt(request, lambda: employers.answer_employer(token=token, agrees=agrees), done)
        return redirect("contests:employer_consent", token)
    return render(request, "contests/entries/employer.html", {"asked": asked})


def _enter(request: PersonRequest, edition: EditionRow, form: EnterForm) -> int | None:
    try:
        made = entries.enter(edition_id=edition.id, person_id=request.user.pk, draft=form.draft())
    except ContestError as error:
        form.blame(error)
        return None
    messages.success(request, _("C’est noté. Voici votre numéro."))
    return made.pk


def _answer_invitation(request: HttpRequest, token: str) -> HttpResponse:
    person: Any = request.user
    try:
        if request.POST.get("do") == "decline":
            teams.decline_invitation(token=token, person=person)
            messages.success(request, _("C’est noté : vous n’êtes pas de cette équipe."))
            return redirect("contests:directory")
        joined = teams.accept_invitation(token=token, person=person)
    except ContestError as error:
        messages.error(request, str(error))
        return redirect("contests:team_invitation", token)
    messages.success(request, _("Vous êtes de l’équipe."))
    return redirect("contests:entry", joined.pk)
