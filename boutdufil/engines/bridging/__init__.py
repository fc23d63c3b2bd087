"""The fewest trainings that close a gap: an exact, weighted set cover over skills.

    >>> from boutdufil.engines.bridging import Course, Gap, bridge
    >>> gap = Gap(weights={"listen": 3, "write": 1}, essential=frozenset({"listen"}))
    >>> whole = Course("whole", frozenset({"listen", "write"}), starts=40, ends=80, hours=240)
    >>> short = Course("short", frozenset({"listen"}), starts=40, ends=50, hours=70)
    >>> bridge(gap, [whole, short]).courses
    ('short',)

What is best is decided goal after goal (`Goal`), each proven by HiGHS (scipy) before the next is
asked; equal plans are told apart by the identifiers of their courses, whatever the order of input.
Days are whole numbers on any calendar, hours whole hours, cost whole cents, travel whole minutes.
"""

from boutdufil.engines.bridging._cover import bridge
from boutdufil.engines.bridging._parts import Bridge, Course, Gap, Goal, Reached

__all__ = ["Bridge", "Course", "Gap", "Goal", "Reached", "bridge"]
