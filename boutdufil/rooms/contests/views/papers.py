"""The quiz day of a candidate: how to begin, the paper, its answers one by one, the end."""

from __future__ import annotations

from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.files.errors import FileGone
from boutdufil.kernel.files.responses import download
from boutdufil.kernel.people.throttle import throttle, too_many_requests
from boutdufil.rooms.contests.enums import AttemptKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.permissions.entries import can_see_entry
from boutdufil.rooms.contests.rules.quiz_words import QuizWordsError, read_quiz_words
from boutdufil.rooms.contests.rules.sent_answers import sent_answer
from boutdufil.rooms.contests.rules.shown import ShownItem
from boutdufil.rooms.contests.selectors.papers import PaperRow, paper_film, paper_page, paper_row
from boutdufil.rooms.contests.selectors.quiz_ways import QuizWay, quiz_way
from boutdufil.rooms.contests.services import answers as answer_services
from boutdufil.rooms.contests.services import attempts, papers

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest, View

KINDS = {"epreuve": AttemptKind.MAIN, "confirmation": AttemptKind.CONFIRMATION}
# A code is read from a wall: nobody needs more tries in ten minutes.
TRIES, PER_SECONDS = 20, 600


def with_films(view: View) -> View:
    """Let the page of a view play the films of its questions."""
    return cast("View", csp_update({"media-src": [SELF]})(view))


def own_paper(view: View) -> View:
    """Hand the view the paper of its address, to its candidate; nobody else learns of it."""

    @never_cache
    @wraps(view)
    def checked(request: PersonRequest, attempt_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        paper = paper_row(attempt_id, request.user.pk)
        if paper is None:
            raise Http404
        return view(request, paper, *args, **kwargs)

    return checked


@require_safe
@never_cache
def quiz(request: PersonRequest, entry_id: int, quiz_id: int, kind: str) -> HttpResponse:
    """Tell a candidate how the quiz goes, and let them begin when they can."""
    way = _way(request, entry_id, quiz_id, kind)
    return render(request, "contests/attempts/quiz.html", {"way": way, "kind": kind})


@require_POST
def start(request: PersonRequest, entry_id: int, quiz_id: int, kind: str) -> HttpResponse:
    """Give a candidate their paper."""
    way = _way(request, entry_id, quiz_id, kind)
    if not throttle(
        scope="contests.start", key=str(request.user.pk), limit=TRIES, per_seconds=PER_SECONDS
    ):
        return too_many_requests(request, PER_SECONDS)
    try:
        paper = attempts.start_attempt(
            quiz_id=quiz_id,
            entry_id=entry_id,
            sitting_id=way.sitting.id if way.sitting else None,
            code=request.POST.get("code", ""),
            device=_device(request),
        )
    except ContestError as error:
        messages.error(request, str(error))
        return redirect("contests:quiz", entry_id, quiz_id, kind)
    return redirect("contests:paper", paper.pk)


@require_safe
@own_paper
@with_films
def paper(request: PersonRequest, paper: PaperRow) -> HttpResponse:
    """Show a paper: whole, with scripts; as a list of questions, without."""
    aside = _not_answering(request, paper)
    if aside is not None:
        return aside
    context = {"paper": paper, "now": timezone.now(), "page": paper_page(paper)}
    return render(request, "contests/attempts/paper.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def paper_answers(request: PersonRequest, attempt_id: int) -> JsonResponse:
    """Keep what a page sends, and acknowledge it by number; asked only, tell the hour."""
    if request.method != "POST":
        return _hours(request, attempt_id)
    try:
        words = read_quiz_words(request.body)
    except QuizWordsError as error:
        return JsonResponse({"error": str(error)}, status=400)
    saved = answer_services.save_answers(
        attempt_id=attempt_id, person_id=request.user.pk, words=words
    )
    if saved is None:
        return JsonResponse({"error": "paper"}, status=404)
    return JsonResponse(
        {
            "now": _ms(saved.now),
            "ends": _ms(saved.ends_at),
            "last": _ms(saved.last_word),
            "live": saved.is_live,
            "ended": saved.is_ended,
            "sequence": saved.sequence,
            "kept": saved.kept,
            "clashing": saved.clashing,
            "refused": saved.refused,
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own_paper
@with_films
def paper_question(request: PersonRequest, paper: PaperRow, number: int) -> HttpResponse:
    """Show one question a page, and keep its answer: for who has no scripts."""
    if not 1 <= number <= paper.count:
        raise Http404
    if request.method == "POST":
        return _keep_one(request, paper, number)
    aside = _not_answering(request, paper)
    if aside is not None:
        return aside
    page = paper_page(paper)
    context = {
        "paper": paper,
        "page": page,
        "item": page.items[number - 1],
        "count": paper.count,
        "now": timezone.now(),
    }
    return render(request, "contests/attempts/question.html", context)


@require_POST
@own_paper
def take_paper(request: PersonRequest, paper: PaperRow) -> HttpResponse:
    """Go on with a paper on this device."""
    papers.take_over(attempt_id=paper.id, person_id=request.user.pk, device=_device(request))
    messages.success(request, _("Vous continuez ici. L’autre appareil le saura."))
    return redirect("contests:paper", paper.id)


@require_POST
@own_paper
def end_paper(request: PersonRequest, paper: PaperRow) -> HttpResponse:
    """Hand a paper in, for good."""
    try:
        papers.end_attempt(
            attempt_id=paper.id,
            person_id=request.user.pk,
            lease=papers.lease_of(paper.term, _device(request)),
        )
    except ContestError as error:
        messages.error(request, str(error))
    return redirect("contests:paper", paper.id)


@require_safe
@own_paper
def question_film(request: PersonRequest, paper: PaperRow, position: int) -> HttpResponse:
    """Give the film of a question to the one who is asked it."""
    found = paper_film(paper, position)
    if found is None:
        raise Http404
    try:
        return download(found)
    except FileGone as error:
        raise Http404 from error


def _not_answering(request: PersonRequest, paper: PaperRow) -> HttpResponse | None:
    """Return the page of a paper that is over or open elsewhere; None where it goes on here."""
    now = timezone.now()
    context: dict[str, Any] = {"paper": paper, "now": now}
    if paper.is_over(now):
        context["page"] = paper_page(paper)
        return render(request, "contests/attempts/over.html", context)
    if not paper.is_held_by(_device(request)):
        return render(request, "contests/attempts/elsewhere.html", context)
    return None


def _hours(request: PersonRequest, attempt_id: int) -> JsonResponse:
    paper, now = paper_row(attempt_id, request.user.pk), timezone.now()
    if paper is None:
        return JsonResponse({"error": "paper"}, status=404)
    hours = {"now": _ms(now), "ends": _ms(paper.ends_at), "last": _ms(paper.last_word)}
    return JsonResponse(hours | {"ended": paper.ended_at is not None})


def _keep_one(request: PersonRequest, paper: PaperRow, number: int) -> HttpResponse:
    item = paper_page(paper).items[number - 1]
    goes_to = _next(request.POST.get("go", ""), number, paper.count)
    try:
        _save(request, paper, item)
    except ContestError as error:
        messages.error(request, str(error))
        goes_to = number
    if goes_to is None:
        return redirect("contests:paper", paper.id)
    return redirect("contests:paper_question", paper.id, goes_to)


def _save(request: PersonRequest, paper: PaperRow, item: ShownItem) -> None:
    answer_services.save_one(
        attempt_id=paper.id,
        person_id=request.user.pk,
        lease=papers.lease_of(paper.term, _device(request)),
        position=item.position,
        value=sent_answer(request.POST, item),
    )


def _next(go: str, number: int, count: int) -> int | None:
    """Return the question to go to; None for the list of them all."""
    if go == "back":
        return max(1, number - 1)
    return number + 1 if go == "on" and number < count else None


def _way(request: PersonRequest, entry_id: int, quiz_id: int, kind: str) -> QuizWay:
    if not can_see_entry(request.user, entry_id) or kind not in KINDS:
        raise Http404
    way = quiz_way(entry_id, quiz_id, KINDS[kind])
    if way is None:
        raise Http404
    return way


def _device(request: PersonRequest) -> str:
    return papers.device_key(request.session.session_key or "")


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
