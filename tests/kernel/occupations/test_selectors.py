"""What rooms read: the counting rule, constant numbers of queries, one index a process."""

from threading import Barrier, Event, Thread

import pytest

from boutdufil.engines.matching import Profile
from boutdufil.kernel.occupations import selectors
from boutdufil.kernel.occupations.enums import ReleaseStatus
from boutdufil.kernel.occupations.models import Release
from boutdufil.kernel.occupations.selectors import matching, memory
from boutdufil.kernel.occupations.services import import_rome
from tests.adapters.rome.release import write_release
from tests.factories import occupations as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(tmp_path):
    return import_rome(source=write_release(tmp_path / "rome"))


@pytest.fixture
def invented():
    """A release in force with one nearly empty card and one full card."""
    Release.objects.filter(kind="rome").delete()
    release = made.ReleaseFactory(status=ReleaseStatus.IN_FORCE)
    short = made.JobCardFactory(release=release, code="Z0001")
    made.OfficialLinkFactory(card=short, target_code="Z0002")
    full = made.JobCardFactory(release=release, code="Z0002")
    made.CardSkillFactory.create_batch(30, card=full)
    made.CardConditionFactory.create_batch(30, card=full)
    made.JobTitleFactory.create_batch(30, card=full)
    for rank in range(30):
        made.JobCardFactory(release=release, code=f"Z1{rank:03d}")
        made.OfficialLinkFactory(card=full, target_code=f"Z1{rank:03d}", rank=rank)
    return release


def test_behaviours_and_conditions_are_shown_but_not_counted(both):
    card = selectors.get_card("D1408")
    assert card.asked == 3
    assert {group.kind for group in card.skill_groups} == {"know_how", "knowledge", "behaviour"}
    assert card.conditions[0].label == "Travail le samedi"


def test_a_page_tells_where_it_leads_and_where_people_come_from(both):
    card = selectors.get_card("D1408")
    assert [row.code for row in card.official] == ["M1602"]
    assert [row.code for row in card.origins] == ["M1602", "Z9901"]
    assert card.career
    assert {row.kind for row in card.career} <= {"agent", "expert", "supervisor", "manager"}


def test_a_code_nobody_knows_gives_nothing():
    assert selectors.get_card("X0000") is None
    assert selectors.cards(["X0000"]) == {}
    assert selectors.skills(["no such"]) == {}
    assert selectors.official_targets("X0000") == []


def test_a_page_costs_the_same_queries_short_or_long(invented, django_assert_num_queries):
    for code in ("Z0001", "Z0002"):
        with django_assert_num_queries(8):
            selectors.get_card(code)


@pytest.mark.parametrize(
    ("ask", "queries"),
    [
        (lambda: selectors.search_titles("inventeur"), 3),
        (lambda: selectors.search_skills("inventée"), 2),
        (lambda: selectors.official_targets("Z0002"), 2),
        (lambda: selectors.open_doors(), 3),
        (lambda: selectors.cards([f"Z1{n:03d}" for n in range(30)]), 1),
        (lambda: selectors.interests(), 3),
        (lambda: selectors.families(), 1),
        (lambda: selectors.matching_index(), 1),
    ],
)
def test_lists_cost_a_fixed_number_of_queries(invented, ask, queries, django_assert_num_queries):
    ask()  # what is kept in memory is built here
    with django_assert_num_queries(queries):
        ask()


def test_holdings_count_what_is_in_force(both):
    holdings = selectors.holdings()
    guide_cards = Release.objects.get(kind="guide", status="in_force").counts["cards"]
    assert holdings.cards == guide_cards + 1  # only Z9901 is not in the guide
    assert holdings.source == "ROME 4.0, France Travail, version 99, 01/02/2026"


def test_nothing_in_force_is_unknown_not_an_error():
    Release.objects.update(status=ReleaseStatus.SUPERSEDED)
    assert selectors.attribution().text == ""
    assert selectors.open_doors() == []
    assert selectors.search_titles("conseiller") == []


def test_interests_name_their_jobs():
    rows = {row.key: row for row in selectors.interests()}
    assert "D1408" in rows["talking"].codes


def test_families_hold_every_guide_card():
    families = selectors.families()
    guide = Release.objects.get(kind="guide", status="in_force")
    assert sum(len(family.jobs) for family in families) == guide.counts["cards"]
    assert all(family.label != family.key for family in families)


def test_the_index_counts_know_how_and_knowledge_alone(both):
    index = selectors.matching_index()
    match = index.explain(Profile(frozenset({"100001", "100006"})), "D1408")
    assert match.asked == 3
    assert [part.skill for part in match.held] == ["100001"]


def test_the_index_is_kept_until_another_release_comes(tmp_path, both):
    first = selectors.matching_index()
    assert selectors.matching_index() is first
    assert first.explain(Profile(frozenset()), "Z9901") is not None

    Release.objects.filter(pk=both.pk).update(status=ReleaseStatus.SUPERSEDED)

    assert selectors.matching_index().explain(Profile(frozenset()), "Z9901") is None


def test_threads_build_it_once(monkeypatch):
    monkeypatch.setattr(memory, "releases_token", lambda: ((1, None),))
    built, together = [], Barrier(4)
    kept = memory.PerRelease(lambda: built.append(1) or object())

    def ask():
        together.wait()
        kept.get()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1


def rebuilding(monkeypatch, *, old_will_do):
    """A value of release 1, whose next one, of release 2, a thread is slow to build."""
    token, started, go_on = [1], Event(), Event()
    monkeypatch.setattr(memory, "releases_token", lambda: ((token[0],),))

    def build():
        if token[0] == 2:
            started.set()
            assert go_on.wait(10)
        return f"of release {token[0]}"

    kept = memory.PerRelease(build, old_will_do=old_will_do)
    assert kept.get() == "of release 1"
    token[0] = 2
    builder = Thread(target=kept.get)
    builder.start()
    assert started.wait(10)
    return kept, builder, go_on


def test_the_old_index_serves_while_one_thread_builds_the_new_one(monkeypatch):
    kept, builder, go_on = rebuilding(monkeypatch, old_will_do=True)

    assert kept.get() == "of release 1"

    go_on.set()
    builder.join(10)
    assert kept.get() == "of release 2"


def test_where_the_old_value_is_of_no_use_one_waits(monkeypatch):
    kept, builder, go_on = rebuilding(monkeypatch, old_will_do=False)
    got = []
    visitor = Thread(target=lambda: got.append(kept.get()))
    visitor.start()
    visitor.join(0.1)
    assert got == []

    go_on.set()
    builder.join(10)
    visitor.join(10)
    assert got == ["of release 2"]


def test_a_build_that_fails_keeps_the_old_value_and_is_tried_again(monkeypatch):
    answers = iter(["old", None, "new"])
    token = [1]
    monkeypatch.setattr(memory, "releases_token", lambda: ((token[0],),))

    def build():
        answer = next(answers)
        if answer is None:
            raise OSError("no database")
        return answer

    kept = memory.PerRelease(build, old_will_do=True)
    assert kept.get() == "old"
    token[0] = 2
    with pytest.raises(OSError, match="no database"):
        kept.get()
    assert kept.get() == "new"


def test_the_text_of_a_card_holds_its_titles(both, monkeypatch):
    seen = {}
    monkeypatch.setattr(
        matching.MatchingIndex,
        "build",
        lambda cards, _labels: seen.update({c.code: c for c in cards}),
    )
    matching.build_index()
    assert "Télévendeur / Télévendeuse" in seen["D1408"].text
    assert "je prenais" not in seen["D1435"].text
