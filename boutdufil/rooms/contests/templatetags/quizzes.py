"""``{% load quizzes %}``: where an entry answers its quizzes, for the page of a candidacy."""

from django import template

from boutdufil.rooms.contests.selectors.quiz_ways import QuizWay, quiz_ways

register = template.Library()


@register.simple_tag
def quiz_ways_of(entry_id: int) -> list[QuizWay]:
    """Return the quizzes an entry takes part in."""
    return quiz_ways(entry_id)
