"""A juror's own pages: invited, what they know, their files, their marks, their meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.files.responses import download
from boutdufil.kernel.people.permissions import is_signed_in
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.errors import ContestError, RevisionError
from boutdufil.rooms.contests.forms.readings import (
    MarksForm,
    RecusalForm,
    TiesForm,
    typed_marks,
    typed_ties,
)
from boutdufil.rooms.contests.permissions import juries as permissions
from boutdufil.rooms.contests.rules.panels import PanelRow
from boutdufil.rooms.contests.selectors import jurors as selectors
from boutdufil.rooms.contests.selectors.juror_desk import (
    ReadingPage,
    juror_desk,
    read_entry,
    reading_page,
)
from boutdufil.rooms.contests.selectors.meetings import meeting_page
from boutdufil.rooms.contests.selectors.panels import panel_row
from boutdufil.rooms.contests.selectors.severity import severities_in, severity_page
from boutdufil.rooms.contests.selectors.submissions import blind_paper
from boutdufil.rooms.contests.services import jurors, meetings
from boutdufil.rooms.contests.services.readings import give_reading, save_reading
from boutdufil.rooms.contests.services.recusals import recuse
from boutdufil.rooms.contests.services.ties import declare_ties
from boutdufil.rooms.contests.views.doors import HOUR, attempt

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_safe
@never_cache
def jury_desk(request: PersonRequest) -> HttpResponse:
    """Show what is in somebody's hands to judge."""
    desk = juror_desk(request.user.pk)
    return render(request, "contests/juries/desk.html", {"desk": desk})


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.juror_invitation", 60, HOUR)
def juror_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an expert what they are asked; their yes or no is a button."""
    offered = selectors.invitation_of(token)
    if offered is None:
        return render(request, "contests/juries/spent.html", status=410)
    person: Any = request.user
    is_for_me = is_signed_in(person) and person.email == offered.email
    wanted = request.POST.get("do", "")
    if wanted == "decline":
        jurors.decline_invitation(token=token)
        return render(request, "contests/juries/declined.html", {"offered": offered})
    if wanted == "accept" and is_for_me:
        done = _("Merci. Dites maintenant qui vous connaissez.")
        if attempt(request, lambda: jurors.accept_invitation(token=token, person=person), done):
            return redirect("contests:jury_desk")
    context = {"offered": offered, "is_for_me": is_for_me}
    return render(request, "contests/juries/invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limited("contests.ties", 120, HOUR)
def ties(request: PersonRequest, juror_id: int) -> HttpResponse:
    """Let a juror say whom they know, before they see a file."""
    if not permissions.can_speak_for_juror(request.user, juror_id):
        raise Http404
    form = TiesForm(request.POST or None, initial=typed_ties(selectors.ties_of(juror_id)))
    if request.method == "POST" and form.is_valid():
        try:
            declare_ties(juror_id=juror_id, ties=form.ties())
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est gardé : leurs dossiers iront à d’autres."))
            return redirect("contests:jury_desk")
    row = selectors.juror_row(juror_id)
    return show_form(request, "contests/juries/ties.html", form, row=row)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@rate_limited("contests.marks", 6000, HOUR)
def reading(request: PersonRequest, reading_id: int) -> HttpResponse:
    """Show a file without its names and one's own marks; keep them, or give them."""
    page = _page(request, reading_id)
    is_sent = request.method == "POST"
    form = MarksForm(request.POST if is_sent else None, page=page, initial=typed_marks(page))
    if not is_sent:
        return _show_reading(request, page, form)
    if request.headers.get("Accept") == "application/json":
        return _marks_answer(request, page, form)
    try:
        _marks_act(request, page, form)
    except ContestError as error:
        if isinstance(error, RevisionError):
            _catch_up(request, form, page)
        form.blame(error)
        return _show_reading(request, page, form, is_behind=isinstance(error, RevisionError))
    if request.POST.get("do") == "give":
        messages.success(request, _("La lecture est rendue."))
        if page.next_id:
            return redirect("contests:reading", page.next_id)
        return redirect("contests:jury_desk")
    messages.success(request, _("C’est gardé. Rien n’est encore rendu."))
    return redirect("contests:reading", page.id)


def _marks_act(request: PersonRequest, page: ReadingPage, form: MarksForm) -> int:
    """Keep or give what was set; return the revision that is kept now."""
    if not form.is_valid():
        raise ContestError(_("Choisissez une note parmi les niveaux de la grille."))
    act = give_reading if request.POST.get("do") == "give" else save_reading
    kept = act(reading_id=page.id, person_id=request.user.pk, draft=form.draft())
    return kept.revision


def _marks_answer(request: PersonRequest, page: ReadingPage, form: MarksForm) -> HttpResponse:
    """Answer the page's own sender: kept, refused, or behind what another device kept."""
    try:
        revision = _marks_act(request, page, form)
    except RevisionError as error:
        kept = {"revision": page.revision, "kept": typed_marks(page), "text": str(error)}
        return JsonResponse(kept, status=409)
    except ContestError as error:
        return JsonResponse({"text": str(error)}, status=422)
    return JsonResponse({"revision": revision, "given": request.POST.get("do") == "give"})


def _catch_up(request: PersonRequest, form: MarksForm, page: ReadingPage) -> None:
    """Let the same form, sent again, stand on what was kept meanwhile."""
    form.data = request.POST.copy()
    form.data["revision"] = str(page.revision)


def _show_reading(
    request: PersonRequest, page: ReadingPage, form: MarksForm, *, is_behind: bool = False
) -> HttpResponse:
    context = {"page": page, "recusal": RecusalForm(), "is_behind": is_behind}
    return show_form(request, "contests/juries/reading.html", form, **context)


@require_safe
@never_cache
def reading_paper(request: PersonRequest, reading_id: int) -> HttpResponse:
    """Hand over the PDF of a file, the one a person checked for names."""
    _page(request, reading_id)
    file = blind_paper(*read_entry(reading_id))
    if file is None:
        raise Http404
    return download(file)


@require_POST
@rate_limited("contests.recuse", 60, HOUR)
def recuse_reading(request: PersonRequest, reading_id: int) -> HttpResponse:
    """Lay down a file one recognises."""
    _page(request, reading_id)
    form = RecusalForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    attempt(
        request,
        lambda: recuse(reading_id=reading_id, person_id=request.user.pk, reason=reason),
        _("Merci : ce dossier ne vous sera plus montré."),
    )
    return redirect("contests:jury_desk")


@require_safe
@never_cache
def meeting(request: PersonRequest, jury_id: int) -> HttpResponse:
    """Show a jury its marks beside one another, once its meeting is open."""
    jury = _jury(request, jury_id)
    page, sees = meeting_page(jury, request.user), permissions.can_see_severity(request.user, jury)
    context = {
        "jury": jury,
        "page": page,
        "leads": permissions.can_lead_meeting(request.user, jury),
        "sees_severity": sees,
        "severities": severities_in(severity_page(jury.stage_id), page.juror_ids) if sees else (),
    }
    return render(request, "contests/juries/meeting.html", context)


@require_POST
@rate_limited("contests.meeting", 600, HOUR)
def meeting_act(request: PersonRequest, jury_id: int) -> HttpResponse:
    """Open a meeting, close it, or review one's own mark in it."""
    jury, wanted = _jury(request, jury_id), request.POST.get("do", "")
    who: dict[str, Any] = {"jury_id": jury.id, "actor_id": request.user.pk}
    if wanted == "review":
        numbers = [
            row_number(request.POST.get(name, "")) for name in ("reading", "criterion", "mark")
        ]
        if None in numbers:
            raise Http404
        own = dict(zip(("reading_id", "criterion_id", "mark"), numbers, strict=True))
        attempt(
            request,
            lambda: meetings.review_mark(person_id=request.user.pk, **own),  # type: ignore[arg-type]
            _("La note est revue."),
        )
    elif wanted in {"open", "close"} and permissions.can_lead_meeting(request.user, jury):
        reason = request.POST.get("reason", "")
        if wanted == "open":
            done = _("La réunion est ouverte : les notes se voient.")
            attempt(request, lambda: meetings.open_meeting(reason=reason, **who), done)
        else:
            attempt(request, lambda: meetings.close_meeting(**who), _("La réunion est close."))
    else:
        raise Http404
    return redirect("contests:meeting", jury.id)


@require_safe
@never_cache
def severity(request: PersonRequest, jury_id: int) -> HttpResponse:
    """Show who leads a jury raw and calibrated ranks side by side."""
    jury = _jury(request, jury_id)
    if not permissions.can_see_severity(request.user, jury):
        raise Http404
    context = {"jury": jury, "page": severity_page(jury.stage_id)}
    return render(request, "contests/juries/severity.html", context)


def _page(request: PersonRequest, reading_id: int) -> ReadingPage:
    """Return somebody's own file; to anybody else there is none."""
    if not permissions.can_judge(request.user, reading_id):
        raise Http404
    page = reading_page(reading_id, request.user.pk)
    if page is None:
        raise Http404
    return page


def _jury(request: PersonRequest, jury_id: int) -> PanelRow:
    jury = panel_row(jury_id)
    if jury is None or not permissions.can_enter_meeting(request.user, jury):
        raise Http404
    return jury
