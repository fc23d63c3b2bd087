"""What the law refuses a number, case by case, with its article and its remedy."""

from dataclasses import replace
from datetime import time

import pytest

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.enums import Payer, Purpose
from boutdufil.rooms.illico.rules.drafts import LegalCase, NumberDraft
from boutdufil.rooms.illico.rules.number_law import (
    ARTICLES,
    REMEDIES,
    check_number,
    clock,
    uncovered,
)
from boutdufil.rooms.illico.rules.opening import END_OF_DAY, Span

EVERY_CHANNEL = (Channel.VOICE, Channel.VIDEO, Channel.TEXT)
WEEK = tuple(Span(day, time(8), time(20)) for day in range(1, 6))
SAME = dict.fromkeys(EVERY_CHANNEL, WEEK)
PLAIN = NumberDraft(
    name="Conseil", purposes=(Purpose.ADVICE,), channels=(Channel.VOICE,), languages=("fr",)
)
FULL = replace(PLAIN, channels=EVERY_CHANNEL, languages=("fr", "lpc"))


def rules(draft, *, is_public_body=False, hours=None):
    """Return the rules broken, those that stop publication marked."""
    found = check_number(LegalCase(draft, is_public_body, hours))
    return {finding.rule + ("!" if finding.is_blocking else "?") for finding in found}


@pytest.mark.parametrize("purpose", [Purpose.CONTRACT, Purpose.COMPLAINT, Purpose.AFTER_SALES])
def test_no_caller_pays_for_a_contract_a_complaint_or_after_sales(purpose):
    draft = replace(PLAIN, purposes=(Purpose.ADVICE, purpose), payer=Payer.CALLER)

    case = LegalCase(draft, is_public_body=False)
    found = {finding.rule: finding for finding in check_number(case)}

    assert found["caller_pays_contract"].article.number == "L.121-16"
    assert "l’organisme" in found["caller_pays_contract"].remedy


@pytest.mark.parametrize(
    "purpose",
    [Purpose.PURCHASE, Purpose.ADVICE, Purpose.INFORMATION, Purpose.PUBLIC_SERVICE],
)
def test_other_purposes_wait_for_telephone_lines(purpose):
    draft = replace(PLAIN, purposes=(purpose,), payer=Payer.CALLER, free_alternative="Un courriel")

    assert rules(draft) == {"caller_pays_web!"}


@pytest.mark.parametrize(
    "changes",
    [{"channels": (Channel.VIDEO,)}, {"channels": (Channel.TEXT,)}, {"languages": ("fr", "lpc")}],
)
def test_sign_language_text_and_cued_speech_are_never_charged(changes):
    draft = replace(PLAIN, payer=Payer.CALLER, **changes)

    assert "caller_pays_sign!" in rules(draft)


def test_a_public_body_charges_nobody():
    draft = replace(PLAIN, payer=Payer.CALLER)

    assert "public_surcharge!" in rules(draft, is_public_body=True)
    assert "public_surcharge!" not in rules(draft)


def test_a_charged_call_needs_a_free_way():
    draft = replace(PLAIN, payer=Payer.CALLER)

    assert "free_alternative!" in rules(draft)
    assert "free_alternative!" not in rules(replace(draft, free_alternative="02 00 00 00 00"))
    assert "free_alternative!" not in rules(replace(draft, rate=0))


@pytest.mark.parametrize(("rate", "refused"), [(0, False), (6_000, False), (6_001, True)])
def test_sixty_cents_is_the_cap(rate, refused):
    assert ("over_cap!" in rules(replace(PLAIN, rate=rate))) is refused


def test_a_company_that_pays_itself_has_nothing_against_it():
    assert rules(replace(PLAIN, purposes=(Purpose.AFTER_SALES,)), hours={"voice": WEEK}) == set()


LARGE = replace(PLAIN, over_250_million=True, purposes=(Purpose.COMPLAINT,))


def test_a_large_company_owes_sight_to_whoever_complains():
    assert rules(LARGE) == {"sign_channel_company!", "cued_speech_company!"}


def test_a_large_company_that_only_sells_is_asked():
    draft = replace(LARGE, purposes=(Purpose.PURCHASE,))

    assert rules(draft) == {"large_other_purpose?"}


def test_a_large_company_answers_in_sign_language_as_long_as_by_voice():
    draft = replace(FULL, over_250_million=True, purposes=(Purpose.CONTRACT,))
    short = SAME | {Channel.VIDEO: WEEK[:4]}

    assert rules(draft, hours=SAME) == set()
    assert rules(draft, hours=short) == {"sign_hours_company!"}


def test_the_missing_hours_are_told():
    draft = replace(FULL, purposes=(Purpose.PUBLIC_SERVICE,))
    short = SAME | {Channel.TEXT: tuple(Span(day, time(8), time(18)) for day in range(1, 6))}

    (finding,) = check_number(LegalCase(draft, is_public_body=True, hours=short))

    assert finding.article.number.startswith("article 78")
    assert "vendredi 18\u00a0h–20\u00a0h" in finding.remedy


def test_a_public_body_owes_the_same_hours():
    draft = replace(PLAIN, purposes=(Purpose.PUBLIC_SERVICE,))

    assert rules(draft, is_public_body=True) == {"sign_channel_public!", "cued_speech_public?"}
    assert rules(FULL, is_public_body=True, hours=SAME) == set()


def test_who_answers_in_sight_alone_owes_no_voice():
    draft = replace(FULL, channels=(Channel.VIDEO,), languages=("fr",))

    assert rules(draft, is_public_body=True) == set()


def test_a_channel_without_hours_is_refused():
    assert rules(PLAIN, hours={}) == {"no_hours!"}


def test_every_remedy_has_both_languages_and_an_article():
    for row in REMEDIES.values():
        assert row["article"] in ARTICLES
        assert row["fr"]
        assert row["en"]
        assert row["severity"] in {"blocking", "warning"}
    for article in ARTICLES.values():
        assert article.asks["fr"]
        assert article.asks["en"]
        assert article.checked in {"text", "title", "to_check"}


def test_a_doubtful_rule_says_so():
    doubtful = [row for row in REMEDIES.values() if row["severity"] == "warning"]

    assert doubtful
    assert all(row["fr"].startswith("À vérifier") for row in doubtful)


def test_covering_hours_may_come_in_pieces():
    voice = (Span(1, time(8), time(20)),)
    pieces = (Span(1, time(8), time(12)), Span(1, time(12), time(20)), Span(2, time(8), time(9)))

    assert uncovered(voice, pieces) == ()
    assert uncovered(voice, pieces[:1]) == (Span(1, time(12), time(20)),)


def test_the_end_of_the_day_is_said_so():
    assert clock(END_OF_DAY) == "24\u00a0h"
    assert clock(time(8, 30)) == "8\u00a0h\u00a030"
