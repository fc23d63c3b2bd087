"""Everyday words lead to the right job: over our guide alone, then over the official titles."""

import os
import random
import time
from functools import cache
from pathlib import Path
from statistics import quantiles

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.kernel.occupations import selectors
from boutdufil.kernel.occupations.models import JobTitle
from boutdufil.kernel.occupations.selectors.likeness import slips_between, word_likeness
from boutdufil.kernel.occupations.selectors.word_index import WordIndex
from boutdufil.kernel.occupations.selectors.wording import readings, search_forms
from boutdufil.kernel.occupations.services import import_rome

REFERENCE = Path(
    os.environ.get("BOUTDUFIL_REFERENCE_DATA", Path(__file__).parents[4] / "shared" / "data")
)
needs_release = pytest.mark.skipif(
    not (REFERENCE / "rome_v460").is_dir(),
    reason="the official ROME release is not here (BOUTDUFIL_REFERENCE_DATA)",
)

# What people type, and the codes a reader would accept among the first three.
IN_THE_TRADE = {
    "prépa commande": "N1103",
    "préparatrice de comandes": "N1103",
    "PREPARATEUR DE COMMANDES": "N1103",
    "commandes préparateur": "N1103",
    "je préparais les colis": "N1103",
    "je prenais les commandes au téléphone": "D1408",
    "televendeuse la redoute": "D1408",
    "tele vendeuse": "D1408",
    "téléconseillere": "D1408",
    "teleconseiler": "D1408",
    "conseillère client": "D1408",
    "téléopératrice": "D1408",
    "centre d'appel": "D1408",
    "agent administratif": "M1602",
    "agente administrative": "M1602",
    "opératrice de saisie": "M1606",
    "saisie de données": "M1606",
    "secretaire": "M1607",
    "secrétariat": "M1607",
    "standardiste": "M1614 M1601",
    "hotesse d'acceuil": "M1601",
    "agent d'accueil": "M1601",
    "hotesse de caisse": "D1505",
    "caissiere chez carrefour": "D1505",
    "cariste": "N1101",
    "conducteur de chariot": "N1101",
    "manutentionaire": "N1105",
    "livreur": "N4105 N4104",
    "chauffeur livreur": "N4105",
    "superviseur centre d'appels": "D1435",
    "responsable de plateau": "D1435",
    "assistante adv": "D1409 D1401",
    "assistante commerciale": "D1401",
    "guichetière banque": "C1201",
    "chargée de clientèle banque": "C1206",
    "chargé de recouvrement": "D1422",
    "formatrice": "K2111",
}
ANY_JOB = {
    "magasiniere": "N1110",
    "secretaire administrative": "M1607",
    "secretaire medicale": "M1609",
    "telesecretaire": "M1613",
    "technicienne vpc": "D1408",
    "conseillère vad": "D1408",
    "telepro": "D1408",
    "conseiller assurance": "C1102",
    "gestionnaire sinistres": "C1107 C1109",
    "receptioniste hotel": "G1703",
    "technicien hotline": "I1404 I1401",
    "comptable": "M1203",
    "aide comptable": "M1225",
    "expert comptable": "M1211",
    "assistante RH": "M1501",
    "gestionnaire de paie": "M1507",
    "facteur": "M1603",
    "postiere": "M1603",
    "chauffeur poid lourd": "N4101",
    "agent de quai": "N1106 N1116",
    "gestionnaire de stock": "N1303 N1110 M1203",
    "responsable entrepot": "N1302 N1301",
    "infirmiere": "J1511 J1506 J1512",
    "aide soignante": "J1501",
    "auxiliaire de vie": "K1311",
    "femme de chambre": "G1501",
    "femme de ménage": "K1304",
    "serveuse": "G1803",
    "cuisinier": "G1609",
    "couturiere": "B1803",
    "piqueuse": "H2402 H2401",
    "plonbier": "F1603",
    "éléctricien": "I1309 F1605 F1602",
    "mecanicien auto": "I1604",
    "developpeur web": "M1855",
    "informaticien": "M1805",
    "ambulanciere": "J1305",
    "agent immobilier": "C1504",
    "community manager": "E1101",
    "vendeuse prêt à porter": "D1214",
}


def missed(cases, first):
    """Return what is not found among the first hits: (query, codes found)."""
    answers = {
        query: [hit.code for hit in selectors.search_titles(query)[:first]] for query in cases
    }
    return {
        query: found for query, found in answers.items() if not set(cases[query].split()) & {*found}
    }


@pytest.mark.django_db
def test_the_guide_alone_knows_the_words_of_the_trade():
    assert missed(IN_THE_TRADE, 5) == {}


@pytest.fixture(scope="module")
def real_rome(django_db_setup, django_db_blocker):
    """Import the official release once for this module and give the seconds it took."""
    with django_db_blocker.unblock(), transaction.atomic():
        start = time.perf_counter()
        release = import_rome(source=REFERENCE / "rome_v460")
        yield release, time.perf_counter() - start
        transaction.set_rollback(True)


@needs_release
def test_the_whole_release_is_imported_within_a_minute(real_rome):
    release, seconds = real_rome
    assert release.counts == {
        "skills": 33_671, "cards": 1_584, "titles": 13_120, "uses": 90_556, "conditions": 13_663,
        "links": 14_912, "interests": 4_444,
    }  # fmt: skip
    assert release.attribution == "ROME 4.0, France Travail, version 60, 18/09/2025"
    assert seconds <= 60


@needs_release
def test_the_order_picker_shares_none_of_the_advisers_42_skills(real_rome):
    adviser, picker = selectors.get_card("D1408"), selectors.get_card("N1103")

    def counted(card):
        groups = [group for group in card.skill_groups if group.kind != "behaviour"]
        return {row.code for group in groups for row in group.skills}

    assert adviser.asked == len(counted(adviser)) == 42
    assert not counted(adviser) & counted(picker)
    assert "D1408" in [row.code for row in selectors.official_targets("M1602")]


@needs_release
def test_everyday_words_find_their_job_among_all_titles(real_rome):
    assert missed(IN_THE_TRADE | ANY_JOB, 3) == {}


def with_a_slip(title, chance):
    """Return the title in one gender with one typing slip in a long word, without accents."""
    typed = chance.choice(search_forms(title).split("\n")).split()
    long = [place for place, word in enumerate(typed) if len(word) >= 5]
    if long:
        place = chance.choice(long)
        typed[place] = misspell(typed[place], chance)
    return " ".join(typed)


def misspell(word, chance):
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice("aeinorst")
    return chance.choice([
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ])  # fmt: skip


@needs_release
def test_titles_with_a_slip_are_found_quickly(real_rome, record_property):
    chance = random.Random(20_261_122)
    titles = list(JobTitle.objects.filter(card__release=real_rome[0]).order_by("code"))
    found, seconds = 0, []
    for title in chance.sample(titles, 400):
        query = with_a_slip(title.label, chance)
        start = time.process_time()
        hits = selectors.search_titles(query, limit=5)
        seconds.append(time.process_time() - start)
        found += title.pk in {hit.title_id for hit in hits}
    recall, p95 = found / 400, quantiles(seconds, n=20)[-1]
    record_property("recall_at_5", recall)
    record_property("p95_ms", round(1000 * p95, 1))
    assert recall >= 0.95
    assert p95 <= 0.05


@pytest.mark.parametrize(
    ("typed", "known", "least"),
    [
        ("commande", "commandes", 0.98),
        ("comandes", "commandes", 0.85),
        ("telphone", "telephone", 0.85),
        ("acceuil", "accueil", 0.85),
        ("prepa", "preparatrice", 0.9),
    ],
)
def test_words_resemble(typed, known, least):
    assert word_likeness(typed, known) >= least


@pytest.mark.parametrize(("typed", "known"), [("bus", "but"), ("agent", "argent x"), ("chat", "")])
def test_other_words_do_not(typed, known):
    assert word_likeness(typed, known) < 0.9


def test_a_swap_is_one_slip():
    assert slips_between("acceuil", "accueil") == 1


@given(st.text("abc", max_size=9), st.text("abc", max_size=9), st.integers(0, 3))
def test_slips_are_counted_as_without_a_bound(first, second, most):
    slips, bounded = counted_slips(first, second), slips_between(first, second, most=most)

    assert slips_between(first, second) == slips
    assert bounded == slips if slips <= most else bounded > most


@cache
def counted_slips(first, second):
    """Count slips by the definition, letter by letter and without a short cut."""
    if not first or not second:
        return len(first) + len(second)
    ways = [
        counted_slips(first[1:], second) + 1,
        counted_slips(first, second[1:]) + 1,
        counted_slips(first[1:], second[1:]) + (first[0] != second[0]),
    ]
    if len(first) > 1 and len(second) > 1 and first[:2] == second[1::-1]:
        ways.append(counted_slips(first[2:], second[2:]) + 1)
    return min(ways)


def test_words_nobody_knows_change_nothing():
    index = WordIndex(["agent administratif", "agent de quai"])
    assert index.search(readings("agent administratif redoute")) == index.search(
        readings("agent administratif")
    )


def test_an_empty_query_finds_nothing():
    index = WordIndex(["agent"])
    assert index.search(readings("  ’ ")) == []
    assert WordIndex([]).search(readings("agent")) == []
