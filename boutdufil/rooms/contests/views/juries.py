"""Juries as their organiser sees them: jurors, rubric, seats, who reads what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.lib.tables import TableError, read_table
from boutdufil.rooms.contests.enums import EditionStatus, StageKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.fields import BlamedForm
from boutdufil.rooms.contests.forms.juries import (
    ConflictForm,
    CopyRubricForm,
    CriterionForm,
    DistributionForm,
    JurorForm,
    JurorTableForm,
    PanelForm,
    ReaderForm,
    typed_panel,
)
from boutdufil.rooms.contests.rules.rows import EditionRow, StageRow
from boutdufil.rooms.contests.selectors import distributions as plans
from boutdufil.rooms.contests.selectors import jurors as selectors
from boutdufil.rooms.contests.selectors import panels as seats
from boutdufil.rooms.contests.selectors import rubrics as grids
from boutdufil.rooms.contests.services import jurors as services
from boutdufil.rooms.contests.services import panels, readers, rubrics
from boutdufil.rooms.contests.services.distributions import distribute
from boutdufil.rooms.contests.services.juror_import import TableRefusedError, import_jurors
from boutdufil.rooms.contests.services.ties import note_conflict
from boutdufil.rooms.contests.views.doors import HOUR, attempt, own_edition, stage_within

if TYPE_CHECKING:
    from boutdufil.rooms.contests.selectors.jurors import JurorRow
    from boutdufil.rooms.contests.views.doors import PersonRequest

LARGEST_TABLE = 1_000_000
Act = Callable[[], object]


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.jurors", 300, HOUR)
@own_edition
def jurors(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """List the experts of an edition, and invite one."""
    form = JurorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft, actor_id = form.draft(), request.user.pk
        if _did(
            form,
            lambda: services.invite_juror(edition_id=edition.id, draft=draft, actor_id=actor_id),
        ):
            messages.success(request, _("L’invitation est partie."))
            return redirect("contests:jurors", edition.id)
    rows = selectors.jurors_of(edition.id)
    return show_form(request, "contests/juries/jurors.html", form, edition=edition, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.juror_table", 30, HOUR)
@own_edition
def juror_table(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """Invite everybody a table names, or nobody."""
    posted = (request.POST, request.FILES) if request.method == "POST" else (None,)
    form = JurorTableForm(*posted)
    lines: tuple[tuple[int, str], ...] = ()
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["table"]
        try:
            table = read_table(sent.read(LARGEST_TABLE), filename=sent.name)
            count = import_jurors(edition_id=edition.id, table=table, actor_id=request.user.pk)
        except TableRefusedError as error:
            form.add_error(None, str(error))
            lines = error.lines
        except TableError as wrong:
            told = _("Ce fichier ne se lit pas (ligne %(line)s) : enregistrez-le en CSV ou XLSX.")
            form.add_error("table", told % {"line": wrong.line or 1})
        except ContestError as error:
            form.add_error("table", str(error))
        else:
            told = ngettext(
                "%(count)d invitation est partie.", "%(count)d invitations sont parties.", count
            )
            messages.success(request, told % {"count": count})
            return redirect("contests:jurors", edition.id)
    return show_form(request, "contests/juries/table.html", form, edition=edition, lines=lines)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.juror", 300, HOUR)
@own_edition
def juror(request: PersonRequest, edition: EditionRow, juror_id: int) -> HttpResponse:
    """Show an expert and what bars them; correct it, note a conflict, take them off."""
    row = _juror(edition, juror_id)
    wanted = request.POST.get("do", "")
    form = JurorForm(request.POST if wanted == "save" else None, known=row, initial=_typed(row))
    noting = ConflictForm(request.POST if wanted == "conflict" else None)
    if request.method == "POST" and _juror_act(request, row, form, noting):
        return redirect("contests:juror", edition.id, row.id)
    context = {
        "edition": edition,
        "row": row,
        "form": form,
        "noting": noting,
        "conflicts": selectors.conflict_rows(row.id),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "contests/juries/juror.html", context, status=status)


def _juror_act(
    request: PersonRequest, row: JurorRow, form: JurorForm, noting: ConflictForm
) -> bool:
    actor_id = request.user.pk
    if form.is_bound:
        return form.is_valid() and _said(
            request,
            form,
            lambda: services.change_juror(juror_id=row.id, draft=form.draft(), actor_id=actor_id),
            _("C’est gardé."),
        )
    if noting.is_bound:
        return noting.is_valid() and _said(
            request,
            noting,
            lambda: note_conflict(juror_id=row.id, actor_id=actor_id, **noting.cleaned_data),
            _("Le lien est noté : ce dossier ira à quelqu’un d’autre."),
        )
    if request.POST.get("do") != "withdraw":
        raise Http404
    services.withdraw_juror(juror_id=row.id, actor_id=actor_id)
    messages.success(request, _("Ce juré ne juge plus ; ses dossiers vont à d’autres."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.rubric", 300, HOUR)
@own_edition
def rubric(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show a stage's rubric; add a line, or the lines of another rubric."""
    stage, frozen = _judged(edition, stage_id), _is_frozen(edition)
    wanted = request.POST.get("do", "")
    questions = grids.question_choices(edition.id)
    sources = grids.rubric_sources(stage.id, edition.organiser_id)
    form = CriterionForm(
        request.POST if wanted == "add" else None, frozen=frozen, questions=questions
    )
    copying = CopyRubricForm(
        request.POST if wanted == "copy" else None, frozen=frozen, sources=sources, prefix="copy"
    )
    if request.method == "POST" and _rubric_act(request, stage, form, copying):
        return redirect("contests:rubric", edition.id, stage.id)
    context = {
        "edition": edition,
        "stage": stage,
        "rows": grids.criteria_of(stage.id),
        "form": form,
        "copying": copying if sources else None,
        "is_marked": grids.is_marked(stage.id),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "contests/juries/rubric.html", context, status=status)


def _rubric_act(
    request: PersonRequest, stage: StageRow, form: CriterionForm, copying: CopyRubricForm
) -> bool:
    who = {"stage_id": stage.id, "actor_id": request.user.pk}
    if form.is_bound:
        return form.is_valid() and _said(
            request,
            form,
            lambda: rubrics.save_criterion(draft=form.draft(), reason=form.why, **who),
            _("Le critère est ajouté."),
        )
    if not copying.is_bound:
        raise Http404
    return copying.is_valid() and _said(
        request,
        copying,
        lambda: rubrics.copy_rubric(
            source_id=copying.cleaned_data["source"], reason=copying.why, **who
        ),
        _("La grille est copiée."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def criterion(
    request: PersonRequest, edition: EditionRow, stage_id: int, criterion_id: int
) -> HttpResponse:
    """Change a line of a rubric, or take it out."""
    stage = _judged(edition, stage_id)
    row = next((one for one in grids.criteria_of(stage.id) if one.id == criterion_id), None)
    if row is None:
        raise Http404
    first = {
        "name": row.name,
        "weight": row.weight,
        "question": row.question_id or "",
        "anchors": "\n".join(anchor for _mark, anchor, _example in row.anchors),
        "examples": "\n".join(example for _mark, _anchor, example in row.anchors).rstrip(),
    }
    form = CriterionForm(
        request.POST or None,
        frozen=_is_frozen(edition),
        questions=grids.question_choices(edition.id),
        initial=first,
    )
    if request.method == "POST" and form.is_valid():
        who = {"stage_id": stage.id, "criterion_id": row.id, "actor_id": request.user.pk}
        drops = request.POST.get("do") == "drop"
        act: Act = (
            (lambda: rubrics.drop_criterion(reason=form.why, **who))
            if drops
            else (lambda: rubrics.save_criterion(draft=form.draft(), reason=form.why, **who))
        )
        if _said(request, form, act, _("La grille est à jour.")):
            return redirect("contests:rubric", edition.id, stage.id)
    context = {"edition": edition, "stage": stage, "row": row}
    return show_form(request, "contests/juries/criterion.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.panels", 300, HOUR)
@own_edition
def juries(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show the juries of a stage; make one, or one of each region."""
    stage, people = _judged(edition, stage_id), selectors.jurors_of(edition.id)
    who = {"stage_id": stage.id, "actor_id": request.user.pk}
    if request.POST.get("do") == "seat":
        attempt(request, lambda: panels.seat_by_region(**who), _("Chaque région a son jury."))
        return redirect("contests:juries", edition.id, stage.id)
    form = PanelForm(request.POST or None, jurors=people)
    if request.method == "POST" and form.is_valid():
        act: Act = lambda: panels.save_panel(draft=form.draft(), **who)  # noqa: E731
        if _said(request, form, act, _("Le jury est constitué.")):
            return redirect("contests:juries", edition.id, stage.id)
    context = {
        "edition": edition,
        "stage": stage,
        "rows": _panel_rows(stage, people),
        "idle": any(one.is_in for one in people),
    }
    return show_form(request, "contests/juries/juries.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def jury(request: PersonRequest, edition: EditionRow, stage_id: int, jury_id: int) -> HttpResponse:
    """Change who sits on a jury, or take it away."""
    stage, row = _judged(edition, stage_id), seats.panel_row(jury_id)
    if row is None or row.stage_id != stage.id:
        raise Http404
    actor_id = request.user.pk
    if request.POST.get("do") == "drop":
        attempt(
            request,
            lambda: panels.drop_panel(jury_id=row.id, actor_id=actor_id),
            _("Le jury est retiré."),
        )
        return redirect("contests:juries", edition.id, stage.id)
    people = selectors.jurors_of(edition.id)
    form = PanelForm(request.POST or None, jurors=people, initial=typed_panel(row))
    if request.method == "POST" and form.is_valid():
        act: Act = lambda: panels.save_panel(  # noqa: E731
            stage_id=stage.id, draft=form.draft(), actor_id=actor_id, jury_id=row.id
        )
        if _said(request, form, act, _("Le jury est constitué.")):
            return redirect("contests:juries", edition.id, stage.id)
    context = {"edition": edition, "stage": stage, "row": row}
    return show_form(request, "contests/juries/jury.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.distribution", 120, HOUR)
@own_edition
def distribution(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show who reads what and its proof; distribute, or change it by hand."""
    stage = _judged(edition, stage_id)
    page, wanted = plans.distribution_page(stage.id), request.POST.get("do", "")
    first = {"reviews": page.reviews, "linking": page.linking, "bars_region": page.bars_region}
    form = DistributionForm(
        request.POST if wanted == "distribute" else None, initial=first if page.made_at else None
    )
    adding = ReaderForm(
        request.POST if wanted == "add" else None, jurors=plans.seat_choices(stage.id)
    )
    if request.method == "POST" and _distribution_act(request, stage, form, adding):
        return redirect("contests:distribution", edition.id, stage.id)
    context = {"edition": edition, "stage": stage, "page": page, "form": form, "adding": adding}
    status = 422 if request.method == "POST" else 200
    return render(request, "contests/juries/distribution.html", context, status=status)


def _distribution_act(
    request: PersonRequest, stage: StageRow, form: DistributionForm, adding: ReaderForm
) -> bool:
    who = {"stage_id": stage.id, "actor_id": request.user.pk}
    if form.is_bound:
        return form.is_valid() and _said(
            request,
            form,
            lambda: distribute(draft=form.draft(), **who),
            _("Les dossiers sont répartis."),
        )
    if adding.is_bound:
        return adding.is_valid() and _said(
            request,
            adding,
            lambda: readers.add_reader(
                number=adding.cleaned_data["number"], juror_id=adding.cleaned_data["juror"], **who
            ),
            _("Le dossier est confié."),
        )
    reading_id = row_number(request.POST.get("reading", ""))
    if request.POST.get("do") != "remove" or reading_id is None:
        raise Http404
    attempt(
        request,
        lambda: readers.remove_reader(reading_id=reading_id, **who),
        _("Le dossier est retiré à ce juré."),
    )
    return True


def _did(form: BlamedForm, act: Act) -> bool:
    """Do something, or say in the form why it cannot be; tell whether it was done."""
    try:
        act()
    except ContestError as error:
        form.blame(error)
        return False
    return True


def _said(request: PersonRequest, form: BlamedForm, act: Act, done: str) -> bool:
    if not _did(form, act):
        return False
    messages.success(request, done)
    return True


def _judged(edition: EditionRow, stage_id: int) -> StageRow:
    stage = stage_within(edition.id, stage_id)
    if stage.kind == StageKind.QUIZ:
        raise Http404
    return stage


def _juror(edition: EditionRow, juror_id: int) -> JurorRow:
    row = selectors.juror_row(juror_id)
    if row is None or row.edition_id != edition.id:
        raise Http404
    return row


def _typed(row: JurorRow) -> dict[str, object]:
    names = ("name", "region", "employer_name", "siret", "school", "most_files")
    return {name: getattr(row, name) for name in names}


def _panel_rows(stage: StageRow, people: list[JurorRow]) -> list[dict[str, object]]:
    names = {one.id: one.name for one in people}
    regions = seats.region_names()
    return [
        {
            "panel": one,
            "region": regions.get(one.region, ""),
            "jurors": [names[pk] for pk in one.juror_ids],
            "chair": names.get(one.chair_id or 0, ""),
        }
        for one in seats.panels_of(stage.id)
    ]


def _is_frozen(edition: EditionRow) -> bool:
    return edition.status != EditionStatus.DRAFT
