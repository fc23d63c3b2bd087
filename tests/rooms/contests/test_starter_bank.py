"""The bank that comes with the site: every question can be marked, has a source, and is drawn."""

from fractions import Fraction

import pytest

from boutdufil.kernel.files.selectors import read_file
from boutdufil.rooms.contests.enums import ItemKind, ItemState
from boutdufil.rooms.contests.models import ItemVersion
from boutdufil.rooms.contests.rules.drawing import BlueprintPart, draw
from boutdufil.rooms.contests.rules.items import answer_lines, read_answers
from boutdufil.rooms.contests.rules.marking import MarkedItem, points
from boutdufil.rooms.contests.selectors.quiz_pool import approved_items
from boutdufil.rooms.contests.services.starter_bank import (
    OF_THE_TRADE,
    UNCHECKED,
    make_starter_bank,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db


def right_answer(version):
    if version.kind == ItemKind.NUMBER:
        return version.key["value"]
    return version.key["accepted"][0] if version.kind == ItemKind.TEXT else version.key


def test_the_questions_that_come_with_the_site():
    author, reader = PersonFactory(), PersonFactory()
    bank = make_starter_bank(
        organisation_id=OrganisationFactory().pk, author_id=author.pk, reviewer_id=reader.pk
    )
    versions = list(ItemVersion.objects.filter(item__bank=bank).select_related("item"))
    assert len(versions) == 63
    assert {one.kind for one in versions} == set(ItemKind)
    assert all(one.source for one in versions)
    for one in versions:
        keys = tuple(option["key"] for option in one.options)
        item = MarkedItem(one.kind, one.key, one.points, keys)
        assert points(item, right_answer(one)) == Fraction(one.points), one.stem
        lines = answer_lines(one.kind, one.options, one.key)
        assert read_answers(one.kind, lines).key == one.key
    (pictured,) = [one for one in versions if one.picture_id]
    assert read_file(pictured.picture).startswith(b"\x89PNG")
    assert "90 à 11 h" in pictured.picture_text
    assert set(bank.themes.filter(is_trade=True).values_list("name", flat=True)) == set(
        OF_THE_TRADE
    )
    themes = list(bank.themes.values_list("pk", flat=True))
    pool = approved_items(bank.pk, themes)
    each = {theme: sum(one.theme_id == theme for one in pool) for theme in themes}
    plan = [BlueprintPart(theme, min(each[theme], 5)) for theme in themes]
    assert all(each.values())
    drawn = draw(seed="s", number="K00001", blueprint=plan, pool=pool)
    assert len(drawn) == sum(part.count for part in plan)


def test_a_question_whose_law_nobody_checked_is_a_draft_that_no_quiz_draws():
    author, reader = PersonFactory(), PersonFactory()
    bank = make_starter_bank(
        organisation_id=OrganisationFactory().pk, author_id=author.pk, reviewer_id=reader.pk
    )
    versions = list(ItemVersion.objects.filter(item__bank=bank).select_related("item"))
    for one in versions:
        is_checked = UNCHECKED not in one.source
        assert bool(one.is_approved) == is_checked
        assert (one.item.state == ItemState.APPROVED) == is_checked
        assert one.reviewer_id == (reader.pk if is_checked else None)
    unchecked = {one.pk for one in versions if not one.is_approved}
    assert len(unchecked) == 19
    pool = approved_items(bank.pk, list(bank.themes.values_list("pk", flat=True)))
    assert not unchecked & {one.version_id for one in pool}
