"""The demo's month: settled, sealed, audited, and nothing twice."""

import pytest
from django.utils import timezone

from boutdufil.rooms.illico import demo
from boutdufil.rooms.illico.errors import NumberError
from boutdufil.rooms.illico.models import (
    AuditorSeat,
    DayHead,
    LedgerEntry,
    MeteredCall,
    Number,
    PayAccount,
)
from boutdufil.rooms.illico.selectors.evidence import findings_of
from boutdufil.rooms.illico.selectors.ledger import broken_entries
from boutdufil.rooms.illico.services.metering_invented import meter_invented_calls
from tests.factories.illico import NumberFactory

pytestmark = pytest.mark.django_db
TABLES = (AuditorSeat, DayHead, LedgerEntry, MeteredCall, PayAccount)


def test_the_demo_has_a_settled_month_and_sealed_days(tmp_path, monkeypatch):
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))
    demo.furnish()
    counts = [table.objects.count() for table in TABLES]
    assert all(counts)
    assert LedgerEntry.objects.filter(postings__account__startswith="agent:").exists()
    last = DayHead.objects.latest("day").day
    assert (timezone.localdate() - last).days <= 1
    for number in Number.objects.all()[:2]:
        assert list(findings_of(number.pk)) == []
        assert broken_entries(number.pk) == []
    demo.furnish()
    assert [table.objects.count() for table in TABLES] == counts


def test_real_numbers_have_no_invented_calls():
    with pytest.raises(NumberError):
        meter_invented_calls(number_id=NumberFactory(organisation__invented=False).pk, agents={})
