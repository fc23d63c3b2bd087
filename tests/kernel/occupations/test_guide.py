"""The guide in force, and side by side with ROME."""

import json
import shutil

import pytest
from django.utils import translation

from boutdufil.kernel.occupations import selectors
from boutdufil.kernel.occupations.enums import ReleaseKind, ReleaseStatus
from boutdufil.kernel.occupations.models import JobCard, Release, Skill
from boutdufil.kernel.occupations.services import (
    guide_files,
    guide_is_current,
    import_guide,
    import_rome,
)
from boutdufil.lib.text import fold
from tests.adapters.rome.release import made_tables, write_release

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_guide(tmp_path, monkeypatch):
    """A copy of the guide that a test may change."""
    folder = tmp_path / "guide"
    shutil.copytree(guide_files.FOLDER, folder)
    monkeypatch.setattr(guide_files, "FOLDER", folder)
    for name in ("guide_fingerprint", "read_guide"):
        monkeypatch.setattr(getattr(guide_files, name), "__defaults__", (folder,))
    return folder


def edit(path, change):
    data = json.loads(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(json.dumps(data), encoding="utf-8")


def test_the_migrations_bring_the_guide():
    assert guide_is_current()
    assert selectors.get_card("D1408").source.kind == ReleaseKind.GUIDE


def test_the_guide_in_force_is_not_loaded_twice():
    before = Release.objects.get(kind=ReleaseKind.GUIDE, status=ReleaseStatus.IN_FORCE)
    assert import_guide() == before
    assert Release.objects.filter(kind=ReleaseKind.GUIDE).count() == 1


def test_a_changed_guide_replaces_the_one_in_force(own_guide):
    edit(own_guide / "skills.json", lambda skills: skills["crm"].update(label="Le fichier clients"))
    assert not guide_is_current()

    release = import_guide()

    assert guide_is_current()
    code = json.loads((own_guide / "skills.json").read_text())["crm"]["rome"]
    assert selectors.skills([code])[code].label == "Le fichier clients"
    assert set(JobCard.objects.values_list("release", flat=True)) == {release.pk}


def test_texts_come_in_the_readers_language():
    french = selectors.get_card("D1408")
    with translation.override("en"):
        english = selectors.get_card("D1408")
        doors = selectors.open_doors()
    assert (french.lang, english.lang) == ("fr", "en")
    assert english.label != french.label
    assert english.skill_groups[0].skills[0].lang == "en"
    assert doors[0].lang == "en"
    assert doors[0].first_steps[0].text != selectors.open_doors()[0].first_steps[0].text


@pytest.fixture
def both(tmp_path):
    return import_rome(source=write_release(tmp_path / "rome"))


def test_rome_rules_and_the_guide_stands_beside(both):
    card = selectors.get_card("D1408")
    assert card.source.kind == ReleaseKind.ROME
    assert card.definition.startswith("Fait le métier d'essai")
    assert card.guide.definition.startswith("Au bout du fil")
    assert card.guide.attribution.kind == ReleaseKind.GUIDE
    assert selectors.attribution().kind == ReleaseKind.ROME


def test_the_guide_rules_the_codes_rome_does_not_hold(both):
    assert selectors.get_card("D1435").source.kind == ReleaseKind.GUIDE
    found = selectors.cards(["D1408", "D1435", "Z9901", "X0000"])
    assert {code: row.source_kind for code, row in found.items()} == {
        "D1408": "rome", "D1435": "guide", "Z9901": "rome",
    }  # fmt: skip


def test_official_texts_stay_french_and_say_so(both):
    with translation.override("en"):
        card = selectors.get_card("D1408")
    assert card.lang == "fr"
    assert card.guide.lang == "en"
    assert {row.lang for group in card.skill_groups for row in group.skills} == {"fr"}


def test_official_links_are_those_of_the_release_that_rules(both):
    assert [row.code for row in selectors.official_targets("M1602")] == ["Z9901", "D1408"]


def test_a_guide_skill_with_a_code_is_the_official_skill(tmp_path):
    code = Skill.objects.exclude(code__startswith="g:").filter(kind="know_how")[0].code
    own_label = Skill.objects.get(code=code).guide_label
    tables = rename(made_tables(), "100004", code)

    import_rome(source=write_release(tmp_path / "rome", tables))

    skill = Skill.objects.get(code=code)
    assert (skill.label, skill.guide_label) == ("Préparer les commandes", own_label)
    assert selectors.search_skills(own_label)[0].code == code


def test_a_skill_that_rome_drops_is_found_by_our_label_alone(tmp_path):
    code = Skill.objects.exclude(code__startswith="g:").filter(kind="know_how")[0].code
    tables = rename(made_tables(), "100004", code)
    import_rome(source=write_release(tmp_path / "with", tables))
    assert "preparer les commandes" in Skill.objects.get(code=code).search

    import_rome(source=write_release(tmp_path / "without"))

    skill = Skill.objects.get(code=code)
    assert (skill.label, skill.official, skill.retired) == (skill.guide_label, False, False)
    assert skill.search == fold(skill.guide_label)
    assert selectors.search_skills(skill.guide_label)[0].code == code


def test_a_new_guide_does_not_overwrite_official_labels(tmp_path, own_guide):
    code = json.loads((own_guide / "skills.json").read_text())["crm"]["rome"]
    tables = rename(made_tables(), "100004", code)
    import_rome(source=write_release(tmp_path / "rome", tables))
    edit(own_guide / "skills.json", lambda skills: skills["crm"].update(label="Le fichier clients"))

    import_guide()

    skill = Skill.objects.get(code=code)
    assert (skill.label, skill.guide_label) == ("Préparer les commandes", "Le fichier clients")
    assert skill.official


def rename(tables, old, new):
    """Give a made skill another code."""
    return {
        name: [{key: new if cell == old else cell for key, cell in row.items()} for row in rows]
        for name, rows in tables.items()
    }


def test_everyday_words_lead_to_the_ruling_card(both):
    hit = selectors.search_titles("je prenais les commandes au téléphone")[0]
    assert (hit.code, hit.card_label) == ("D1408", "Conseiller / Conseillère clientèle à distance")
    assert hit.label == hit.card_label
