"""Plan a tour: which cities, one a day, and in which order, to reach most of those who matter.

    >>> from boutdufil.engines.itinerary import Place, Problem, plan_tour
    >>> cities = (
    ...     Place("Metz", 49.12, 6.18, job_seekers=12_000, posts=90),
    ...     Place("Nancy", 48.69, 6.18, job_seekers=14_000, posts=120),
    ...     Place("Strasbourg", 48.58, 7.75, job_seekers=25_000, posts=80),
    ... )
    >>> tour = plan_tour(Problem(cities, days=2, leg_km=100))
    >>> tour.order, tour.reach.job_seekers, tour.status.value
    (('Metz', 'Nancy'), 26000, 'optimal')

Job seekers, posts and centres within reach of a stop are counted once in the whole tour; own
weights make one value of them. Every answer carries a bound that no tour can surpass. It is a
maximal covering tour (Current & Schilling, "The covering salesman problem", Transportation
Science 23, 1989; "time-constrained maximal covering routing", Amiri & Salari, OR Spectrum 41,
2019). See docs/explanation/tour.md.
"""

from boutdufil.engines.itinerary._plan import alternatives, plan_tour
from boutdufil.engines.itinerary._problem import Fault, Place, Problem, ProblemError, Weights
from boutdufil.engines.itinerary._tour import Alternative, Reach, Status, Stop, Tour

__all__ = [
    "Alternative",
    "Fault",
    "Place",
    "Problem",
    "ProblemError",
    "Reach",
    "Status",
    "Stop",
    "Tour",
    "Weights",
    "alternatives",
    "plan_tour",
]
