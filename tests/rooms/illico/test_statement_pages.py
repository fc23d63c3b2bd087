"""Money on pages, on paper and in files: who sees what, and that it is right to the cent."""

import csv
import re
from datetime import UTC, date, datetime, timedelta
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from boutdufil.kernel.organisations.enums import Role
from boutdufil.lib.iban import read_iban
from boutdufil.rooms.illico.models import AuditorSeat, LedgerEntry, PayAccount
from boutdufil.rooms.illico.permissions import statements as permissions
from boutdufil.rooms.illico.selectors import callers
from boutdufil.rooms.illico.selectors.statements import receipt
from boutdufil.rooms.illico.services import payments
from boutdufil.rooms.illico.services.committee import appoint_member
from boutdufil.rooms.illico.services.evidence import seal_number
from boutdufil.rooms.illico.services.ledger import settle_period
from boutdufil.rooms.illico.services.ledger_exports import (
    FEC_FIELDS,
    beancount_file,
    cents_text,
    fec_file,
    fec_name,
    hledger_file,
)
from tests.factories.illico import AgentFactory, NumberFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.illico.metered_calls import Line, follow_and_meter, talk

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 6, 9, tzinfo=UTC)
AFTER = datetime(2026, 11, 3, 5, tzinfo=UTC)
OCTOBER = date(2026, 10, 1)
MONTH = "2026-10"
IBAN = "FR14 2004 1010 0505 0001 3M02 606"
NS = {"p": payments.NAMESPACE}


@pytest.fixture(autouse=True)
def keys_of_a_test(tmp_path, monkeypatch):
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))


@pytest.fixture
def manager():
    return MembershipFactory(role=Role.MANAGER)


@pytest.fixture
def agent():
    return AgentFactory(given_name="Inès", person__name="Élodie d’Œuf")


@pytest.fixture
def number(manager, agent):
    """A number with two calls of October: 90 s and 61 s, one of them held for a while."""
    number = NumberFactory(
        organisation=manager.organisation, code="colis", rate=6_000, floor=3_000, published_at=AT
    )
    talk(seconds=90, number=number, agent=agent, at=AT)
    line = Line(number=number, at=AT + timedelta(days=1))
    line.connect(5, agent)
    line.hold(76, agent, is_on=True)
    line.end(96)
    follow_and_meter()
    return number


@pytest.fixture
def settled(number):
    return settle_period(organisation_id=number.organisation_id, month=OCTOBER, now=AFTER)[0]


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def test_an_agent_reads_what_they_earned_and_why(client, agent, settled):
    client.force_login(agent.person)
    assert "octobre 2026" in text_of(get(client, "illico:pay"))
    page = text_of(get(client, "illico:pay_month", agent.pk, MONTH))
    # 151 s at one cent: 151 cents owed, 91 to the agent; the floor (191 s) asks 96.
    assert "0,91 €" in page
    assert "0,05 €" in page
    assert "0,96 €" in page
    assert "mise en attente 20 s" in page
    assert "décompté" in page
    assert settled.postings.get(account=f"agent:a{agent.pk}").cents == -96


def test_papers_of_an_agent_say_the_same(client, agent, settled):
    client.force_login(agent.person)
    table = get(client, "illico:pay_file", agent.pk, MONTH, "csv").content.decode("utf-8-sig")
    assert table.count("\n") == 3
    assert ";90;100;0,90;" in table
    paper = get(client, "illico:pay_file", agent.pk, MONTH, "pdf")
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
    assert "0,96" in text
    assert "Inès" in text
    assert get(client, "illico:pay_file", agent.pk, MONTH, "xls").status_code == 404


def test_nobody_sees_the_money_of_another(client, agent, manager, number, settled):
    for person in (PersonFactory(), manager.person, AgentFactory().person):
        client.force_login(person)
        assert get(client, "illico:pay_month", agent.pk, MONTH).status_code == 404
        assert get(client, "illico:pay_file", agent.pk, MONTH, "pdf").status_code == 404
        address = reverse("illico:pay_account", args=[agent.pk])
        assert client.post(address, {"iban": IBAN}).status_code == 404
    client.force_login(agent.person)
    for name, *more in (
        ("illico:accounts",),
        ("illico:account_month", MONTH),
        ("illico:account_file", MONTH, "pdf"),
    ):
        assert get(client, name, number.code, *more).status_code == 404
    assert get(client, "illico:pay_month", agent.pk, "2026-13").status_code == 404
    assert get(client, "illico:pay_month", agent.pk, "octobre").status_code == 404


def test_an_account_number_is_checked_sealed_and_forgotten(client, agent):
    client.force_login(agent.person)
    address = reverse("illico:pay_account", args=[agent.pk])
    page = client.post(address, {"iban": IBAN.replace("606", "607")}, follow=True)
    assert "ne tombe pas juste" in text_of(page)
    assert not PayAccount.objects.exists()
    page = text_of(client.post(address, {"iban": IBAN}, follow=True))
    assert "finit par 2606" in page
    assert b"FR14" not in bytes(PayAccount.objects.get().sealed)
    assert payments.own_account(agent.pk) == read_iban(IBAN)
    client.post(address, {"iban": " "})
    assert not PayAccount.objects.exists()


def test_a_holder_settles_reads_and_corrects(client, manager, number):
    client.force_login(manager.person)
    assert "octobre 2026" in text_of(get(client, "illico:accounts", number.code))
    page = text_of(get(client, "illico:account_month", number.code, MONTH))
    assert "pas encore décompté" in page
    assert "1,51 €" in page
    assert (
        get(client, "illico:account_file", number.code, MONTH, "appel-de-fonds").status_code == 404
    )
    client.post(reverse("illico:settle", args=[number.code, MONTH]))
    entry = LedgerEntry.objects.get()
    page = text_of(get(client, "illico:account_month", number.code, MONTH))
    assert f"payer:o{number.organisation_id}" in page
    for form in ("pdf", "csv", "appel-de-fonds"):
        assert get(client, "illico:account_file", number.code, MONTH, form).status_code == 200
    assert get(client, "illico:account_file", number.code, MONTH, "autre").status_code == 404
    back = reverse("illico:take_back", args=[number.code, MONTH])
    assert client.post(back, {"reason": ""}).status_code == 422
    client.post(back, {"reason": "un tarif mal saisi"})
    assert LedgerEntry.objects.get(reverses=entry).reason == "un tarif mal saisi"
    assert client.post(back, {"reason": "encore"}).status_code == 404


def test_this_month_is_not_settled_yet(client, manager, number):
    client.force_login(manager.person)
    month = f"{timezone.localdate():%Y-%m}"
    address = reverse("illico:settle", args=[number.code, month])
    assert "pas fini" in text_of(client.post(address, follow=True))


def test_the_file_of_transfers_is_one_a_bank_reads(client, manager, agent, number, settled):
    client.force_login(manager.person)
    address = reverse("illico:payment_orders", args=[number.code, MONTH])
    typed = {"iban": IBAN, "on": "2026-11-10"}
    answer = client.post(address, typed)
    assert (answer.status_code, "IBAN" in text_of(answer)) == (422, True)
    payments.give_account(agent_id=agent.pk, iban="FR76 3000 6000 0112 3456 7890 189")
    assert client.post(address, typed | {"iban": "FR00"}).status_code == 422
    answer = client.post(address, typed)
    root = ET.fromstring(answer.content)  # noqa: S314 (made here)
    whole = root.find("p:CstmrCdtTrfInitn", NS)
    header, batch = whole.find("p:GrpHdr", NS), whole.find("p:PmtInf", NS)
    assert [child.tag.rpartition("}")[2] for child in header] == [
        "MsgId", "CreDtTm", "NbOfTxs", "CtrlSum", "InitgPty",
    ]  # fmt: skip
    assert [child.tag.rpartition("}")[2] for child in batch] == [
        "PmtInfId", "PmtMtd", "NbOfTxs", "CtrlSum", "PmtTpInf", "ReqdExctnDt", "Dbtr", "DbtrAcct",
        "DbtrAgt", "ChrgBr", "CdtTrfTxInf",
    ]  # fmt: skip
    order = batch.find("p:CdtTrfTxInf", NS)
    assert [child.tag.rpartition("}")[2] for child in order] == [
        "PmtId", "Amt", "Cdtr", "CdtrAcct", "RmtInf",
    ]  # fmt: skip
    assert header.find("p:CtrlSum", NS).text == batch.find("p:CtrlSum", NS).text == "0.96"
    assert order.find("p:Amt/p:InstdAmt", NS).attrib == {"Ccy": "EUR"}
    assert (
        order.find("p:Cdtr/p:Nm", NS).text == "Elodie d'OEuf"
        or "d'" in order.find("p:Cdtr/p:Nm", NS).text
    )
    assert order.find("p:CdtrAcct/p:Id/p:IBAN", NS).text == "FR7630006000011234567890189"
    assert len(header.find("p:MsgId", NS).text) <= 35
    assert len(order.find("p:PmtId/p:EndToEndId", NS).text) <= 35


def test_the_file_of_entries_is_what_the_law_wants(number, settled):
    heading, *lines = fec_file(number_id=number.pk, year=2026).decode().splitlines()
    assert heading.split("\t") == list(FEC_FIELDS)
    assert len(FEC_FIELDS) == 18
    assert all(len(line.split("\t")) == 18 for line in lines)
    cents = [
        (int(line.split("\t")[11].replace(",", "")), int(line.split("\t")[12].replace(",", "")))
        for line in lines
    ]
    assert sum(debit for debit, _credit in cents) == sum(credit for _debit, credit in cents) == 151
    assert lines[0].split("\t")[3] == "20261031"
    assert fec_name(siren="123456789", year=2026) == "123456789FEC20261231.txt"
    assert fec_file(number_id=number.pk, year=2025).decode().count("\n") == 1


def test_plain_accounts_balance(number, settled):
    text = beancount_file(number_id=number.pk, year=2026)
    assert f"2026-01-01 open Assets:Clients:O{number.organisation_id} EUR" in text
    assert f"  Assets:Clients:O{number.organisation_id}  1.51 EUR" in text
    amounts = re.findall(r"  (-?\d+)\.(\d\d) EUR", hledger_file(number_id=number.pk, year=2026))
    assert sum(int(f"{whole}{cents}") for whole, cents in amounts) == 0
    assert cents_text(-7) == "-0.07"


@pytest.mark.parametrize("form", ["fec", "beancount", "hledger", "autre"])
def test_a_holder_takes_the_year_away(client, manager, number, settled, form):
    manager.organisation.siret = "73282932000074"
    manager.organisation.save()
    client.force_login(manager.person)
    answer = get(client, "illico:year_file", number.code, 2026, form)
    assert answer.status_code == (404 if form == "autre" else 200)


def test_a_caller_has_a_receipt(number):
    call = number.calls.order_by("clicked_at").last()
    found = receipt(call.pk)
    assert (found.seconds, found.units, found.is_capped) == (61, 6_100, False)
    labels = [part.label for part in found.free]
    assert labels == ["attente", "début gratuit et au-delà du plafond", "mise en attente"]


def test_everybody_sees_what_was_sealed_and_few_the_leaves(client, manager, number):
    seal_number(number_id=number.pk, now=AFTER)
    page = text_of(get(client, "illico:evidence", number.code))
    assert "Un seul bit changé se voit" in page
    assert "Recompter hors ligne" not in page
    dates = {"du": "2026-10-06", "au": "2026-10-07"}
    assert get(client, "illico:leaves", number.code, **dates).status_code == 302
    client.force_login(PersonFactory())
    assert get(client, "illico:leaves", number.code, **dates).status_code == 404
    client.force_login(manager.person)
    assert "Recompter hors ligne" in text_of(get(client, "illico:evidence", number.code))
    answer = get(client, "illico:leaves", number.code, **dates)
    assert answer["Content-Type"] == "application/zip"
    assert get(client, "illico:leaves", number.code, du="hier").status_code == 302
    assert (
        get(client, "illico:leaves", number.code, du="2027-01-01", au="2027-01-02").status_code
        == 302
    )


def test_a_caller_takes_their_own_proof(client, number):
    call = number.calls.order_by("clicked_at").first()
    token = callers.write_caller_token(call.call.participants.get(role="caller").pk)
    assert get(client, "illico:own_proof", "rien").status_code == 404
    assert get(client, "illico:own_proof", token).status_code == 302
    seal_number(number_id=number.pk, now=AFTER)
    assert get(client, "illico:own_proof", token)["Content-Type"] == "application/zip"


def test_the_committee_names_auditors(client, number):
    member, auditor = PersonFactory(), PersonFactory()
    appoint_member(person_id=member.pk, actor_id=None)
    client.force_login(auditor)
    assert get(client, "illico:audit").status_code == 403
    client.force_login(member)
    address = reverse("illico:audit")
    assert client.post(address, {"email": "personne@example.org"}).status_code == 200
    assert client.post(address, {"email": "x"}).status_code == 422
    assert client.post(address, {"email": auditor.email}).status_code == 302
    seal_number(number_id=number.pk, now=AFTER)
    client.force_login(auditor)
    assert number.name in text_of(get(client, "illico:audit"))
    dates = {"du": "2026-10-06", "au": "2026-10-07"}
    assert get(client, "illico:leaves", number.code, **dates).status_code == 200
    seat = AuditorSeat.objects.get()
    client.post(address, {"end": seat.pk})
    assert permissions.is_auditor(auditor)
    client.force_login(member)
    client.post(address, {"end": seat.pk})
    assert not permissions.is_auditor(auditor)


def test_permissions_deny_by_default(manager, agent, number):
    nobody, stranger = AnonymousUser(), PersonFactory()
    holder = number.organisation_id
    for actor in (nobody, stranger, agent.person, manager.person):
        assert permissions.can_see_pay(actor, agent.pk) is (actor == agent.person)
        assert permissions.can_see_accounts(actor, holder) is (actor == manager.person)
        assert permissions.can_see_leaves(actor, holder) is (actor == manager.person)
        assert permissions.is_auditor(actor) is False
        assert permissions.can_name_auditors(actor) is False


def test_pages_cost_the_same_for_few_and_many(client, agent, number, settled):
    def cost(name, *args):
        with CaptureQueriesContext(connection) as captured:
            assert get(client, name, *args).status_code == 200
        return len(captured)

    client.force_login(agent.person)
    get(client, "illico:pay_month", agent.pk, MONTH)
    few = cost("illico:pay_month", agent.pk, MONTH)
    for place in range(6):
        talk(seconds=30, number=number, agent=agent, at=AT + timedelta(days=2, minutes=place))
    follow_and_meter()
    assert cost("illico:pay_month", agent.pk, MONTH) == few


def test_the_table_of_a_month_sums_up_where_the_service_pays_more_than_it_keeps(
    client, manager, agent
):
    number = NumberFactory(
        organisation=manager.organisation, code="cher", rate=600, floor=6_000, published_at=AT
    )
    talk(seconds=90, number=number, agent=agent, at=AT)
    follow_and_meter()
    client.force_login(manager.person)
    table = get(client, "illico:account_file", number.code, MONTH, "csv").content
    sums = {
        row["compte"]: cents_of(row["montant (€)"]) + cents_of(row["complément (€)"])
        for row in csv.DictReader(StringIO(table.decode("utf-8-sig")), delimiter=";")
    }

    assert sums["service"] < 0
    assert sums.pop("payer") == sum(sums.values())


def cents_of(text):
    return int(text.replace(",", "") or 0)


def test_without_a_siret_the_file_of_entries_has_no_name_and_says_what_to_do(
    client, manager, number
):
    client.force_login(manager.person)

    answer = get(client, "illico:year_file", number.code, 2026, "fec")

    assert answer.url == reverse("organisations:change", args=[number.organisation_id])
    assert "donnez son SIRET ici" in client.get(answer.url).text


def test_the_file_of_entries_is_named_after_the_firm(client, manager, number):
    manager.organisation.siret = "73282932000074"
    manager.organisation.save()
    client.force_login(manager.person)

    answer = get(client, "illico:year_file", number.code, 2026, "fec")

    assert "732829320FEC20261231.txt" in answer["Content-Disposition"]
