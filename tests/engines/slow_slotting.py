"""The slow and plain way of a day of short meetings: every table there is, one cell at a time."""

from boutdufil.engines.slotting import Meeting

FIT_STEPS = 100


def fits(problem):
    """Return the best fit of each pair, in hundredths."""
    best = {}
    for wish in problem.wishes:
        pair = wish.candidate, wish.recruiter
        best[pair] = max(best.get(pair, 0), round(wish.fit * FIT_STEPS))
    return best


def best_totals(problem, may=lambda meetings: True):
    """Return (meetings, fit in hundredths) of the best of all plans that `may` be."""
    known = fits(problem)
    return max(totals(meetings, known) for meetings in all_plans(problem) if may(meetings))


def totals(meetings, known):
    return len(meetings), sum(known.get((one.candidate, one.recruiter), 0) for one in meetings)


def all_plans(problem):
    """Yield every plan that keeps the rules, kept meetings among its own."""
    known = fits(problem)
    yield from (
        plan for plan in _filled(problem, known, _cells(problem), ()) if problem.kept <= set(plan)
    )


def _cells(problem):
    return [(slot, one.id) for one in problem.recruiters for slot in sorted(one.open)]


def _filled(problem, known, cells, plan):
    if not cells:
        yield plan
        return
    (slot, recruiter), *rest = cells
    yield from _filled(problem, known, rest, plan)
    for candidate in problem.candidates:
        meeting = Meeting(slot, recruiter, candidate.id)
        if _fits_in(problem, known, plan, candidate, meeting):
            yield from _filled(problem, known, rest, (*plan, meeting))


def _fits_in(problem, known, plan, candidate, meeting):
    own = [one for one in plan if one.candidate == candidate.id]
    return (
        meeting.slot in candidate.slots
        and len(own) < candidate.most
        and all(one.slot != meeting.slot and one.recruiter != meeting.recruiter for one in own)
        and ((candidate.id, meeting.recruiter) in known or meeting in problem.kept)
    )
