"""The mixed-integer model: one variable a course, one a skill; solved by HiGHS through scipy."""

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp

from boutdufil.engines.bridging._parts import Course

# HiGHS holds a constraint to 1e-6; all our amounts are whole numbers.
SLACK = 0.5
SECONDS_A_QUESTION = 10.0
OPTIMAL, OUT_OF_TIME = 0, 1

Vector = NDArray[np.float64]


class Model:
    """Courses and skills as columns; goals already reached as rows.

    A skill's variable may be 1 only when a chosen course gives it; courses that share a day
    exclude each other; a course beyond the last day allowed is fixed to 0.
    """

    def __init__(self, courses: Sequence[Course], skills: Sequence[str]) -> None:
        self.skills = tuple(skills)
        self._courses = tuple(courses)
        self._allowed = np.ones(len(courses))
        self._rows: list[tuple[Vector, float, float]] = []
        self._in_time = True
        self._add_covering()
        self._add_calendar()

    def maximise_cover(self, weights: Sequence[int]) -> tuple[int, bool]:
        """Return the most weight of skills that can be covered, and whether it is proven."""
        answer = self._ask(-self._over_skills(weights))
        return -round(float(answer.fun)), self._in_time

    def require_cover(self, weights: Sequence[int], least: int) -> None:
        """Ask every plan from now on to cover this weight."""
        self._rows.append((self._over_skills(weights), least - SLACK, np.inf))

    def minimise(self, amounts: Sequence[int]) -> tuple[int, bool]:
        """Return the least sum of these amounts, one a course, and whether it is proven."""
        answer = self._ask(self._over_courses(amounts))
        return round(float(answer.fun)), self._in_time

    def require_at_most(self, amounts: Sequence[int], most: int) -> None:
        """Ask every plan from now on to keep to this sum."""
        self._rows.append((self._over_courses(amounts), -np.inf, most + SLACK))

    def earliest(self) -> tuple[int | None, bool]:
        """Find the earliest last day by bisection and keep to it; None when no course is needed."""
        days = [None, *sorted({course.ends for course in self._courses})]
        first = bisect_left(days, 1, key=lambda day: int(self._is_possible(self._ending_by(day))))
        self._allowed = self._ending_by(days[first])
        return days[first], self._in_time

    def first_by_identifier(self) -> list[int]:
        """Return, of the best plans, the one whose courses come first; courses stand by id.

        All the best plans have the same number of courses by now, so the smallest first course
        decides, then the second.
        """
        best = self._picked(self._ask(self._over_courses([0] * len(self._courses))))
        if not self._is_possible(self._allowed, extra=self._other_than(best)):
            return best
        for place in range(len(best)):
            best = self._with_earliest(best, place)
        return best

    def _with_earliest(self, best: list[int], place: int) -> list[int]:
        """Return a best plan with the same courses before `place` and the smallest one there."""
        start = best[place - 1] + 1 if place else 0
        places = range(start, best[place] + 1)
        first = bisect_left(
            places,
            1,
            key=lambda at: int(self._is_possible(self._allowed, self._one_of(start, at))),
        )
        chosen = start + first
        answer = self._ask(
            self._over_courses([0] * len(self._courses)), self._one_of(start, chosen)
        )
        self._rows.append(self._one_of(chosen, chosen))
        return self._picked(answer)

    def _one_of(self, first: int, last: int) -> tuple[Vector, float, float]:
        return self._over_courses(self._marks(range(first, last + 1))), SLACK, np.inf

    def _other_than(self, best: list[int]) -> tuple[Vector, float, float]:
        return self._over_courses(self._marks(best)), -np.inf, len(best) - SLACK

    def _marks(self, places: Sequence[int]) -> list[int]:
        return [int(at in places) for at in range(len(self._courses))]

    def _ending_by(self, day: int | None) -> Vector:
        fits = [day is not None and course.ends <= day for course in self._courses]
        return np.array(fits, dtype=float) * self._allowed

    def _picked(self, answer: OptimizeResult) -> list[int]:
        return [at for at in range(len(self._courses)) if answer.x[at] > SLACK]

    def _add_covering(self) -> None:
        """Let a skill count only where a chosen course gives it."""
        for at, skill in enumerate(self.skills):
            row = self._over_courses([-int(skill in course.skills) for course in self._courses])
            row[len(self._courses) + at] = 1.0
            self._rows.append((row, -np.inf, 0.0))

    def _add_calendar(self) -> None:
        """Let at most one course run on any day; it is enough to look at the first days."""
        for day in sorted({course.starts for course in self._courses}):
            running = [int(course.starts <= day <= course.ends) for course in self._courses]
            if sum(running) > 1:
                self._rows.append((self._over_courses(running), -np.inf, 1.0))

    def _over_courses(self, amounts: Sequence[int]) -> Vector:
        return np.concatenate([np.array(amounts, dtype=float), np.zeros(len(self.skills))])

    def _over_skills(self, weights: Sequence[int]) -> Vector:
        return np.concatenate([np.zeros(len(self._courses)), np.array(weights, dtype=float)])

    def _is_possible(
        self, allowed: Vector, extra: tuple[Vector, float, float] | None = None
    ) -> bool:
        nothing = np.zeros(len(self._courses) + len(self.skills))
        return self._solve(nothing, allowed, extra).x is not None

    def _ask(
        self, amounts: Vector, extra: tuple[Vector, float, float] | None = None
    ) -> OptimizeResult:
        return self._solve(amounts, self._allowed, extra)

    def _solve(
        self, amounts: Vector, allowed: Vector, extra: tuple[Vector, float, float] | None
    ) -> OptimizeResult:
        rows = [*self._rows, *([extra] if extra else [])]
        answer = milp(
            amounts,
            integrality=np.ones(len(amounts), dtype=np.int64),
            bounds=Bounds(0, np.concatenate([allowed, np.ones(len(self.skills))])),
            constraints=LinearConstraint(
                np.array([row for row, _low, _high in rows]),
                [low for _row, low, _high in rows],
                [high for _row, _low, high in rows],
            ),
            options={"mip_rel_gap": 0.0, "time_limit": SECONDS_A_QUESTION},
        )
        self._in_time = self._in_time and answer.status != OUT_OF_TIME
        return answer
