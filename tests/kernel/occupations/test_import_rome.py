"""The import: all or nothing, taken up where it broke, and skills that survive it."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boutdufil.adapters.rome import FolderSource, RomeFileError
from boutdufil.kernel.occupations import selectors
from boutdufil.kernel.occupations.enums import ReleaseKind, ReleaseStatus
from boutdufil.kernel.occupations.models import (
    CardCondition,
    CardInterest,
    CardSkill,
    JobCard,
    JobTitle,
    OfficialLink,
    Release,
    Skill,
)
from boutdufil.kernel.occupations.services import ImportRunningError, import_rome, rome
from tests.adapters.rome.release import csv_bytes, file_name, made_files, made_tables, write_release
from tests.factories.occupations import JobCardFactory, ReleaseFactory

pytestmark = pytest.mark.django_db
TABLES = (JobCard, JobTitle, CardSkill, CardCondition, OfficialLink, CardInterest)


@pytest.fixture
def folder(tmp_path):
    return write_release(tmp_path / "rome")


def change(folder, name, old, new):
    path = folder / file_name(name)
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))


def state():
    """Everything a reader could see of ROME."""
    release = Release.objects.filter(kind=ReleaseKind.ROME, status=ReleaseStatus.IN_FORCE).first()
    if release is None:
        return None
    return (
        release.pk,
        release.imported_at,
        sorted(JobCard.objects.filter(release=release).values_list("code", "label", "definition")),
        sorted(JobTitle.objects.filter(card__release=release).values_list("code", "search")),
        sorted(
            CardSkill.objects.filter(card__release=release).values_list(
                "card__code", "skill", "core", "emerging", "group"
            )
        ),
        sorted(
            OfficialLink.objects.filter(card__release=release).values_list(
                "card__code", "target_code", "rank"
            )
        ),
        sorted(Skill.objects.filter(official=True).values_list("code", "label", "kind", "retired")),
    )


def test_the_release_comes_into_force_with_its_attribution(folder):
    release = import_rome(source=folder)

    assert release.status == ReleaseStatus.IN_FORCE
    assert selectors.attribution().text == "ROME 4.0, France Travail, version 99, 01/02/2026"
    assert release.counts == {
        "skills": 7, "cards": 4, "titles": 5, "uses": 11, "conditions": 2, "links": 5,
        "interests": 2,
    }  # fmt: skip
    assert selectors.get_card("Z9901").label == "Inventeur / Inventrice de métiers"


def test_the_same_files_again_change_nothing(folder):
    import_rome(source=folder)
    before, seen = state(), []

    import_rome(source=folder, progress=lambda *step: seen.append(step))

    assert state() == before
    assert seen == [("unchanged", 1, 1)]


def test_every_stage_is_told_from_beginning_to_end(folder):
    seen = []
    import_rome(source=folder, progress=lambda *step: seen.append(step))

    assert list(dict.fromkeys(stage for stage, _done, _total in seen)) == [
        "read", *rome.STAGES, "switch",
    ]  # fmt: skip
    last = {stage: (done, total) for stage, done, total in seen}
    assert all(done == total for done, total in last.values())
    assert last["uses"] == (11, 11)


def test_a_newer_release_replaces_the_older_whole(folder):
    old = import_rome(source=folder)
    change(folder, "referentiel_code_rome", b"Inventrice de", b"Inventrice des")

    new = import_rome(source=folder)

    old.refresh_from_db()
    assert (old.status, new.status) == (ReleaseStatus.SUPERSEDED, ReleaseStatus.IN_FORCE)
    assert not JobCard.objects.filter(release=old).exists()
    assert JobCard.objects.filter(release=new).count() == 4


def test_an_older_release_may_come_back(folder):
    original = (folder / file_name("texte")).read_bytes()
    import_rome(source=folder)
    before = state()[2:]
    change(folder, "texte", "Accessible sans diplôme".encode(), b"Accessible")
    import_rome(source=folder)
    (folder / file_name("texte")).write_bytes(original)

    import_rome(source=folder)

    assert state()[2:] == before
    assert Release.objects.filter(kind=ReleaseKind.ROME).count() == 2


class PowerCutError(Exception):
    """Nothing after this point happens."""


def power_cut(*_arguments):
    raise PowerCutError


@pytest.mark.parametrize("stage", list(rome.STAGES))
def test_a_killed_import_is_taken_up_without_doubles(folder, stage, monkeypatch):
    whole = import_rome(source=folder).counts
    Release.objects.filter(kind=ReleaseKind.ROME).update(fingerprint="another")

    with monkeypatch.context() as patch:
        patch.setitem(rome.STAGES, stage, power_cut)
        with pytest.raises(PowerCutError):
            import_rome(source=folder)
    done = Release.objects.get(kind=ReleaseKind.ROME, status=ReleaseStatus.LOADING).counts
    release = import_rome(source=folder)

    assert set(done) == set(list(rome.STAGES)[: list(rome.STAGES).index(stage)])
    assert release.counts == whole
    assert JobTitle.objects.filter(card__release=release).count() == 5
    assert CardSkill.objects.filter(card__release=release).count() == 11


def test_what_is_loading_is_seen_by_nobody(folder, monkeypatch):
    monkeypatch.setitem(rome.STAGES, "interests", power_cut)
    with pytest.raises(PowerCutError):
        import_rome(source=folder)

    assert selectors.get_card("Z9901") is None
    assert not [hit for hit in selectors.search_titles("inventrice") if hit.code == "Z9901"]
    assert not [row for row in selectors.search_skills("saisir classer") if row.code == "100005"]


def test_an_abandoned_load_of_other_files_is_removed(folder):
    abandoned = ReleaseFactory(status=ReleaseStatus.LOADING)
    JobCardFactory(release=abandoned)

    import_rome(source=folder)

    assert not Release.objects.filter(pk=abandoned.pk).exists()


def test_a_skill_keeps_its_code_and_takes_the_new_label(folder):
    import_rome(source=folder)
    for name in ("item", "referentiel_competence"):
        change(folder, name, "Préparer les commandes".encode(), "Préparer des colis".encode())

    import_rome(source=folder)

    assert selectors.skills(["100004"])["100004"].label == "Préparer des colis"
    assert selectors.search_skills("préparer colis")[0].code == "100004"


def test_a_skill_that_leaves_rome_is_kept_for_those_who_hold_it(folder):
    import_rome(source=folder)
    tables = made_tables()
    for name, rows in tables.items():
        tables[name] = [row for row in rows if row.get("code_ogr") != "100002"]

    import_rome(source=write_release(folder.parent / "next", tables))

    assert selectors.skills(["100002"])["100002"].label == "Traiter une demande client"
    assert not [row for row in selectors.search_skills("demande client") if row.code == "100002"]


def test_two_imports_do_not_run_at_once(folder):
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [rome.LOCK])
        with pytest.raises(ImportRunningError):
            import_rome(source=folder)
    finally:
        with other.cursor() as cursor:  # a pooled connection would keep its lock
            cursor.execute("SELECT pg_advisory_unlock(%s)", [rome.LOCK])
        other.close()


def test_a_damaged_file_leaves_the_release_in_force(folder):
    import_rome(source=folder)
    before = state()
    change(folder, "rubrique_mobilite", b'"Z9901","1"', b'"Z9999","1"')

    with pytest.raises(RomeFileError) as caught:
        import_rome(source=folder)

    assert (caught.value.line, caught.value.column) == (3, 9)
    assert state() == before
    assert not Release.objects.filter(status=ReleaseStatus.LOADING).exists()


def damaged(data, files):
    """Draw one way to spoil the files."""
    name = file_name(data.draw(st.sampled_from(sorted(set(made_tables())))))
    whole = files[name]
    place = data.draw(st.integers(0, len(whole) - 1))
    match data.draw(st.sampled_from(["cut", "byte", "latin", "doubled", "lost"])):
        case "cut":
            files[name] = whole[:place]
        case "byte":
            files[name] = (
                whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place + 1 :]
            )
        case "latin":
            files[name] = whole.decode("utf-8", "replace").encode("latin-1", "replace")
        case "doubled":
            files[name] = whole + whole.partition(b"\n")[2]
        case "lost":
            del files[name]
    return files


@given(data=st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_the_damage_the_state_is_never_half(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("any")
    import_rome(source=write_release(folder))
    before = state()
    for path in folder.iterdir():
        path.unlink()
    for name, content in damaged(data, made_files()).items():
        (folder / name).write_bytes(content)

    try:
        import_rome(source=folder)
    except RomeFileError:
        assert state() == before
    else:
        says = FolderSource(folder).read(lambda *_step: None)
        assert state()[2] == [(card.code, card.label, card.definition) for card in says.cards]
        assert len(state()[4]) == len(says.uses)


def test_rows_and_columns_in_another_order_give_the_same(folder):
    import_rome(source=folder)
    before = state()[2:]
    for name, rows in made_tables().items():
        if name != "arborescence_secteur_naf":
            data = csv_bytes(rows[::-1], reversed(list(rows[0])))
            (folder / file_name(name)).write_bytes(data)

    import_rome(source=folder)

    assert state()[2:] == before
