"""Computing a plan: at once for a site, in the background for a large firm."""

from time import perf_counter

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.engines.redeployment import ProblemError, check_certificate, solve, stability
from boutdufil.kernel import jobs
from boutdufil.rooms.mobility.enums import VersionState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PlanVersion
from boutdufil.rooms.mobility.selectors.plan_results import (
    Inputs,
    kept_solution,
    plan_inputs,
    read_solution,
)
from boutdufil.rooms.mobility.services.plans import locked, record

# What a person may wait for at a screen; more pairs than this are computed in the background.
AT_ONCE = 100_000
# The independent check of a proof costs as much as the plan: above this it is a job of its own.
CHECKED_AT_ONCE = 20_000


@transaction.atomic
def solve_plan(*, plan: Plan, actor_id: int | None) -> PlanVersion:
    """Compute a new version around what stands; returns it done, or waiting for a job.

    :raises PlanError: there are no people or no posts yet.
    """
    plan = locked(plan)
    pairs = plan.entries.count() * plan.vacancies.filter(removed_at=None).count()
    if not pairs:
        raise PlanError(_("Il faut des personnes et des postes avant de calculer."))
    version = _new_version(plan, actor_id)
    if pairs > AT_ONCE:
        jobs.enqueue("mobility.solve_plan", version_id=version.pk)
        return version
    return compute_version(version=version)


@transaction.atomic
def compute_now(*, plan: Plan, actor_id: int | None) -> PlanVersion:
    """Compute a new version whatever its size, for an act that cannot go on without it."""
    return compute_version(version=_new_version(plan, actor_id))


@transaction.atomic
def compute_version(*, version: PlanVersion) -> PlanVersion:
    """Compute a version that waits; one that is done stays as it is."""
    if version.state != VersionState.WAITING:
        return version
    began = perf_counter()
    try:
        inputs = plan_inputs(version.plan)
        version.result = _solved(inputs)
    except ProblemError as error:
        version.state, version.failure = VersionState.FAILED, str(error)[:300]
    else:
        version.state, version.inputs = VersionState.DONE, inputs.digest
    version.seconds, version.done_at = round(perf_counter() - began, 3), timezone.now()
    version.save()
    if version.state == VersionState.DONE and version.result["checked"] is None:
        jobs.enqueue("mobility.check_plan", version_id=version.pk)
    return version


@transaction.atomic
def check_version(*, version_id: int) -> None:
    """Check a version's proof with code of its own, while it is still up to date."""
    version = PlanVersion.objects.select_related("plan").filter(pk=version_id).first()
    if version is None or version.state != VersionState.DONE:
        return
    inputs = plan_inputs(version.plan)
    if inputs.digest != version.inputs:
        return
    solution = read_solution(version.result, inputs.people)
    version.result["checked"] = not check_certificate(inputs.problem, solution)
    version.save(update_fields=["result"])


def compute_waiting_version(*, version_id: int) -> None:
    """Compute the version of a job; one that is gone meanwhile asks for nothing."""
    version = PlanVersion.objects.select_related("plan").filter(pk=version_id).first()
    if version is not None:
        compute_version(version=version)


def _new_version(plan: Plan, actor_id: int | None) -> PlanVersion:
    last = plan.versions.aggregate(last=Max("number"))["last"] or 0
    version = PlanVersion.objects.create(plan=plan, number=last + 1, asked_by_id=actor_id)
    record(plan, "solve_asked", actor_id, version=version.number)
    return version


def _solved(inputs: Inputs) -> dict[str, object]:
    """Solve, check the proof independently, and say how many pairs would rather change."""
    solution = solve(inputs.problem)
    small = len(inputs.judgements) <= CHECKED_AT_ONCE
    return kept_solution(solution, inputs.people) | {
        "checked": not check_certificate(inputs.problem, solution) if small else None,
        "unstable": len(stability(inputs.problem, solution)),
        "pairs": len(inputs.judgements),
        "places": sum(post.places for post in inputs.posts),
    }
