"""A day at the door without a network: two telephones, one event, and nothing lost."""

import io
from dataclasses import dataclass

import pytest
import segno
from django.urls import reverse
from playwright.sync_api import expect

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.campaigns.models import DoorDevice, Registration, Scan
from boutdufil.rooms.campaigns.rules.tickets import ticket_of
from boutdufil.rooms.campaigns.selectors.door import pairing_token
from boutdufil.rooms.campaigns.services.door import add_device
from tests import browsers
from tests.factories.campaigns import EventFactory, IntakeFactory, RegistrationFactory
from tests.factories.organisations import MembershipFactory

pytestmark = pytest.mark.browser
DOOR = "/campagnes/accueil/"
PIN = "7391tom"
# The worker has the page and all it loads, and gives them from now on.
KEPT = """async () => {
  await navigator.serviceWorker.ready;
  return navigator.serviceWorker.controller !== null;
}"""

# Every record the telephone keeps, its bytes as letters.
KEPT_RECORDS = """() => new Promise((resolve) => {
  const letters = (_key, value) => {
    const bytes = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
    return bytes instanceof Uint8Array ? String.fromCharCode(...bytes) : bytes;
  };
  indexedDB.open("boutdufil-door").onsuccess = ({ target }) => {
    const all = (name) => new Promise((found) => {
      const asked = target.result.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => found(asked.result);
    });
    Promise.all(["keys", "scans"].map(all)).then((stores) =>
      resolve(stores.flat().map((record) => JSON.stringify(record, letters))));
  };
})"""


@dataclass
class Phone:
    """A telephone at the door, held by somebody who uses its keyboard alone."""

    page: object
    site: str

    def type(self, selector, text):
        field = self.page.locator(selector)
        field.focus()
        field.fill(text)
        field.press("Enter")

    def pair(self, device):
        self.page.goto(f"{self.site}{DOOR}#{pairing_token(device.nonce)}")
        self.page.locator("#pin-nouveau").fill(PIN)
        self.type("#pin-encore", PIN)
        expect(self.fact("list")).to_contain_text("Signature du site vérifiée")
        self.page.wait_for_function(KEPT)

    def network(self, *, there):
        self.page.context.set_offline(not there)

    def reopen(self, pin=PIN):
        self.page.reload()
        self.type("#pin", pin)

    def check(self, code):
        self.type("#code", code)

    def press(self, name):
        button = self.page.get_by_role("button", name=name).first
        button.focus()
        self.page.keyboard.press("Enter")

    def photograph(self, ticket):
        picture = io.BytesIO()
        segno.make(ticket, error="m").save(picture, kind="png", scale=6, border=4)
        content = {"name": "billet.png", "mimeType": "image/png", "buffer": picture.getvalue()}
        self.page.locator("[data-photo]").set_input_files(content)

    def walk_in(self, people, name=""):
        self.page.locator("[data-walk-in]").evaluate("details => (details.open = true)")
        self.page.locator("#nom").fill(name)
        self.type("#personnes", str(people))

    def fact(self, name):
        return self.page.locator(f"[data-fact={name}]")

    def expect(self, verdict, name=""):
        expect(self.fact("verdict")).to_have_text(verdict)
        expect(self.fact("name")).to_have_text(name)


def film(ticket, path):
    """Write a film of one frame (YUV4MPEG2): a ticket held before a camera."""
    wide, high, dot = 640, 480, 9
    rows = [list(row) for row in segno.make(ticket, error="m", micro=False).matrix_iter(border=4)]
    size = len(rows) * dot
    top, left = (high - size) // 2, (wide - size) // 2
    light = bytearray(b"\xeb" * wide * high)
    for y in range(size):
        for x in range(size):
            if rows[y // dot][x // dot]:
                light[(top + y) * wide + left + x] = 16
    head = f"YUV4MPEG2 W{wide} H{high} F10:1 Ip A1:1 C420jpeg\nFRAME\n".encode()
    path.write_bytes(head + light + b"\x80" * (wide * high // 2))


@pytest.fixture
def before_the_camera(tmp_path, monkeypatch):
    """Give a function that holds a ticket before the camera of the browser with devices."""

    def hold(ticket):
        film(ticket, tmp_path / "ticket.y4m")
        shown = f"--use-file-for-fake-video-capture={tmp_path / 'ticket.y4m'}"
        monkeypatch.setattr(browsers, "FAKE_DEVICES", [*browsers.FAKE_DEVICES, shown])

    return hold


@pytest.fixture
def door(transactional_db):
    """Return an event of 20 places, four of them taken by three registrations."""
    intake = IntakeFactory(node=EventFactory(starts_on="2090-10-18", ends_on="2090-10-18"), taken=4)
    people = [
        RegistrationFactory(intake=intake, name="Nadia Delattre", needs="Boucle magnétique"),
        RegistrationFactory(intake=intake, name="Karim Lesage"),
        RegistrationFactory(intake=intake, name="M. Prof", places=2, group_name="Lycée inventé"),
    ]
    return intake, people


def take_place(start_journey, intake, name, quota, browser="chromium"):
    device = add_device(node_id=intake.node_id, name=name, quota=quota, actor_id=None)
    journey = start_journey(width=360, browser=browser)
    phone = Phone(journey.page, journey.site)
    phone.pair(device)
    return journey, phone


def spend_the_day(phone, people):
    """Work at the entrance with no network at all, the page opened anew in the morning."""
    nadia, karim, school = people
    phone.network(there=False)
    phone.reopen("0000wrong")
    expect(phone.page.locator("[data-alert]")).to_contain_text("Essais manqués : 1")
    phone.type("#pin", PIN)
    expect(phone.fact("network")).to_contain_text("Sans réseau")
    phone.check(f"{nadia.code[:4]}-{nadia.code[4:]} ".lower())
    phone.expect("Bienvenue", "Nadia D.")
    expect(phone.fact("needs")).to_have_text("Boucle magnétique")
    phone.photograph(ticket_of(karim))
    phone.expect("Bienvenue", "Karim L.")
    phone.check(nadia.code)
    phone.expect("Entrée déjà notée", "Nadia D.")
    phone.check("22223333")
    phone.expect("Billet inconnu")
    phone.check(school.code)
    phone.expect("Groupe", "Lycée inventé")
    phone.type("#combien", "1")
    phone.expect("Noté : 1 sur 2", "Lycée inventé")


def let_walk_ins_in(phone):
    """Let in as many as the device holds places for; one was a mistake, and one is too many."""
    phone.walk_in(2, "Léa Inventée")
    phone.expect("Noté, sans inscription : 2", "Léa Inventée")
    phone.walk_in(1)
    phone.expect("Plus de place à donner ici : il en reste 0.")
    phone.press("Annuler cette entrée")
    phone.expect("Entrée annulée", "Léa Inventée")
    phone.walk_in(1)
    phone.expect("Noté, sans inscription : 1")


def meet_again(phone):
    phone.network(there=True)
    phone.press("Envoyer et rafraîchir la liste")
    expect(phone.fact("network")).to_have_text("Tout est envoyé.")


def read_its_storage(phone, nadia):
    """Look at the telephone without its PIN: nothing of anybody, and no key."""
    device = DoorDevice.objects.get(name="Entrée")
    kept = "\n".join(phone.page.evaluate(KEPT_RECORDS))
    assert device.key_hash in kept
    assert not [word for word in ("Nadia", "Karim", nadia.code, nadia.ticket_hash) if word in kept]


def meet_a_forger(phone):
    """Somebody on the way writes another name into the list: it is not taken."""

    def forge(route):
        answer = route.fetch()
        told = answer.json()
        if "list" in told:
            told["list"] = told["list"].replace("Nadia D.", "Nadia X.")
        route.fulfill(response=answer, json=told)

    phone.page.route(f"**{DOOR}", forge)
    phone.press("Envoyer et rafraîchir la liste")
    expect(phone.page.locator("[data-alert]")).to_contain_text(
        "signature de cette liste est fausse"
    )
    phone.page.unroute(f"**{DOOR}")


def guess_the_pin(phone):
    """Three wrong guesses, and even the right PIN has to wait."""
    phone.page.reload()
    for tries in (1, 2, 3):
        phone.type("#pin", f"0000{tries}")
        expect(phone.page.locator("[data-alert]")).to_contain_text(f"Essais manqués : {tries}")
    phone.type("#pin", PIN)
    expect(phone.page.locator("[data-alert]")).to_contain_text("Trop d’essais")


def look_through_the_camera(phone):
    """Let somebody in by their ticket alone; it stays before the camera and counts once."""
    phone.network(there=False)
    phone.press("Lire avec la caméra")
    phone.expect("Bienvenue", "Nadia D.")
    expect(phone.fact("entries")).to_have_text("1")
    phone.press("Lire avec la caméra")


def test_two_telephones_keep_the_door_without_a_network(
    start_journey, door, client, before_the_camera
):
    intake, people = door
    before_the_camera(ticket_of(people[0]))
    entrance, lina = take_place(start_journey, intake, "Entrée", quota=2)
    _quay, tom = take_place(start_journey, intake, "Quai", 1, "chromium with devices")
    entrance.check()

    spend_the_day(lina, people)
    let_walk_ins_in(lina)
    lina.reopen()
    expect(lina.fact("entries")).to_have_text("4")
    look_through_the_camera(tom)
    assert Scan.objects.count() == 0

    meet_again(lina)
    meet_again(tom)
    expect(tom.page.locator("[data-alert]")).to_contain_text("Nadia D.")
    tom.check(people[1].code)
    tom.expect("Entrée déjà notée", "Karim L.")
    expect(tom.fact("detail")).to_contain_text("vu par un autre appareil")
    intake.refresh_from_db()
    assert (Scan.objects.count(), intake.taken) == (7, 7)
    assert Registration.objects.exclude(came_at=None).count() == 3
    read_its_storage(lina, people[0])
    meet_a_forger(tom)
    guess_the_pin(tom)
    read_the_desk(client, intake)
    take_back(lina)


def read_the_desk(client, intake):
    """Read the page of whoever organises: who came, and the ticket seen at both doors."""
    body = intake.node.organiser
    client.force_login(MembershipFactory(organisation=body, role=Role.MANAGER).person)
    shown = client.get(reverse("campaigns:door_desk", args=[intake.node_id])).content.decode()
    assert "Billets vus par plusieurs appareils" in shown
    assert all(word in shown for word in ("Nadia D.", "Entrée", "Quai"))
    for device in DoorDevice.objects.all():
        client.post(reverse("campaigns:revoke_device", args=[intake.node_id, device.pk]))
    intake.refresh_from_db()
    assert intake.taken == 5


def take_back(phone):
    """The telephone opens, locked as it is, and forgets everything before any PIN."""
    phone.page.reload()
    expect(phone.page.locator("[data-alert]")).to_contain_text("Sa liste est effacée")
    assert phone.page.evaluate(KEPT_RECORDS) == []
