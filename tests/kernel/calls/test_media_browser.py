"""Two and three browsers in one call: sound, pictures, live text, and what breaks them."""

import pytest
from playwright.sync_api import expect

from tests.axe import violations
from tests.processes import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture
def direct(settings):
    settings.BOUTDUFIL_MEDIA = "direct"


def test_two_people_see_each_other_and_write(direct, practise, join):
    call = practise("video")
    caller, agent = join(call, "caller"), join(call, "agent")

    caller.wait_for_media()
    agent.wait_for_media()
    for window in (caller, agent):
        window.wait("() => notes.figures.fps >= 20 && notes.figures.width >= 320")
        window.wait("() => notes.figures.height >= 240")
        assert window.ask("document.querySelector('[data-call-status]').textContent") == (
            "Vous êtes en conversation."
        )
    people = agent.page.locator("[data-call-people] li").all_inner_texts()
    assert people == ["Vous", "Caller, appelle"]

    caller.page.locator("[data-text-input]").press_sequentially("Bonjuor")
    for _ in range(3):
        caller.page.keyboard.press("Backspace")
    caller.page.keyboard.type("our")
    agent.wait("() => document.querySelector('[data-text-lines]').innerText.includes('Bonjour')")
    # Letter by letter, and what was taken back too.
    assert agent.ask("notes.text") == "Bonjuor\b\b\bour"
    assert caller.mistakes + agent.mistakes == []


def test_two_people_talk(direct, practise, join):
    call = practise("voice")
    caller, agent = join(call, "caller"), join(call, "agent")

    caller.wait_for_media()
    agent.wait_for_media()

    assert agent.ask("notes.figures.received") > 0
    assert agent.ask("document.querySelectorAll('[data-call-others] video').length") == 1
    button = caller.page.get_by_role("button", name="Couper mon micro")
    button.focus()
    caller.page.keyboard.press("m")
    assert button.get_attribute("aria-pressed") == "true"
    caller.page.locator("[data-text-input]").press_sequentially("m")
    assert button.get_attribute("aria-pressed") == "true"  # who writes presses no button


def test_an_interpreter_comes_third(direct, practise, join):
    call = practise("video")
    windows = [join(call, "caller"), join(call, "agent")]
    windows[0].wait_for_media()

    windows.append(join(call, "interpreter"))

    for window in windows:
        window.wait_for_media(2, seconds=30)
    names = windows[0].page.locator("[data-call-people] li").all_inner_texts()
    assert sorted(names) == ["Agent, conseille", "Interpreter, interprète", "Vous"]


def test_a_reload_keeps_the_call(direct, practise, join):
    call = practise("video")
    caller, agent = join(call, "caller"), join(call, "agent")
    agent.wait_for_media()

    caller.page.reload()

    caller.wait_for_media()
    agent.wait_for_media()
    events = list(call.events.values_list("kind", flat=True))
    assert events.count("joined") == 2
    assert "left" not in events


def test_written_without_camera_or_sound(direct, practise, join):
    call = practise("text")
    caller, agent = join(call, "caller"), join(call, "agent")
    agent.wait("() => document.querySelectorAll('[data-call-people] li').length === 2")

    caller.page.locator("[data-text-input]").press_sequentially("Allô\n")

    agent.wait("() => document.querySelector('[data-text-announcer]').innerText.includes('Allô')")
    assert caller.page.locator("[data-text-input]").input_value() == ""
    assert "Allô" in caller.page.locator("[data-text-lines]").inner_text()
    assert agent.ask("document.querySelectorAll('.call-line--writing').length") == 0


def test_text_passes_where_media_does_not(practise, join):
    # A home without a relay: nothing connects, and the page says so.
    call = practise("video")
    caller, agent = join(call, "caller"), join(call, "agent")
    agent.wait("() => document.querySelectorAll('[data-call-people] li').length === 2")

    agent.page.locator("[data-text-input]").press_sequentially("Je vous lis")

    caller.wait(
        "() => document.querySelector('[data-text-lines]').innerText.includes('Je vous lis')"
    )
    assert caller.ask("notes.failures[0].code") == "relay"
    assert "relais" in caller.page.locator("[data-call-failure]").inner_text()
    assert caller.ask("Object.values(notes.up).some(Boolean)") is False


STOP_SENDING = """() => {
  const [person] = document.querySelector("[data-conversation]").room.conversation.people.values();
  window.held = person.peer.connection.getSenders().map((sender) => [sender, sender.track]);
  for (const [sender] of window.held) sender.replaceTrack(null);
}"""
SEND_AGAIN = "() => window.held.forEach(([sender, track]) => sender.replaceTrack(track))"


def test_media_that_stops_one_way_is_found_out(direct, practise, join):
    call = practise("video")
    caller, agent = join(call, "caller"), join(call, "agent")
    caller.wait_for_media()
    agent.wait_for_media()

    agent.page.evaluate(STOP_SENDING)

    # The caller hears nothing, the agent learns it: each tells the room, so that it offers anew.
    for window in (caller, agent):
        window.wait("() => Object.values(notes.up)[0] === false", seconds=20)
    wait_until(lambda: call.events.filter(kind="media", body__up=False).exists())
    assert "ne passe pas" in caller.page.locator("[data-call-status]").inner_text()

    agent.page.evaluate(SEND_AGAIN)
    caller.wait_for_media()
    agent.wait_for_media()


RESTART = """() => {
  const [person] = document.querySelector("[data-conversation]").room.conversation.people.values();
  const { connection } = person.peer;
  window.fragment = () => connection.localDescription.sdp.match(/a=ice-ufrag:(\\S+)/)[1];
  window.before = window.fragment();
  person.peer.restart();
}"""


def test_new_paths_are_found_without_a_break(direct, practise, join):
    call = practise("video")
    caller, agent = join(call, "caller"), join(call, "agent")
    caller.wait_for_media()
    agent.wait_for_media()

    # Both at once: one gives way.
    caller.page.evaluate(RESTART)
    agent.page.evaluate(RESTART)

    for window in (caller, agent):
        window.wait("() => fragment() !== before")
        window.wait("() => Object.values(notes.up)[0] === true")
    assert call.events.filter(kind="media", body__up=False).count() == 0


def test_a_conversation_outlives_its_socket(direct, practise, join):
    call = practise("video")
    caller, agent = join(call, "caller"), join(call, "agent")
    caller.wait_for_media()

    times = "notes.states.filter(({ kind }) => kind === 'here').length"
    before = caller.ask(times)
    cut = "document.querySelector('[data-conversation]').room.conversation.socket.socket.close()"
    caller.page.evaluate(cut)

    caller.wait(f"() => {times} === {before} + 1")
    caller.wait_for_media()
    assert agent.ask("document.querySelectorAll('[data-call-others] figure').length") == 1
    assert "left" not in call.events.values_list("kind", flat=True)


ENDS = """(cause) => {
  const { conversation } = document.querySelector(".call").room;
  conversation.socket.hear({ kind: "bye", cause });
  return Boolean(conversation.isOver);
}"""


def test_only_an_end_for_good_ends_a_conversation(direct, practise, join):
    window = join(practise("text"), "caller")
    window.wait("() => document.querySelector('.call').dataset.phase === 'in'")

    ends = [window.page.evaluate(ENDS, cause) for cause in ("slow", "rate", "away", "again")]
    assert ends == [False] * 4
    assert window.page.evaluate(ENDS, "ended") is True


SENDS = """document.querySelector('.call').room.conversation.stream.getTracks()
  .some((track) => track.enabled)"""
SHOWS = """getComputedStyle(document.querySelector('[data-call-others] video')).visibility"""
HELD = "() => document.querySelector('.call').dataset.held === '{}'"


def test_on_hold_nobody_sees_or_hears_anybody(direct, practise, join):
    call = practise("video")
    caller, agent = join(call, "caller"), join(call, "agent")
    caller.wait_for_media()
    agent.wait_for_media()

    agent.page.get_by_role("button", name="Mettre en attente").click()
    caller.wait(HELD.format("true"))
    assert [window.ask(SENDS) for window in (caller, agent)] == [False, False]
    assert [window.ask(SHOWS) for window in (caller, agent)] == ["hidden", "hidden"]

    agent.page.get_by_role("button", name="Mettre en attente").click()
    caller.wait(HELD.format("false"))
    assert [window.ask(SENDS) for window in (caller, agent)] == [True, True]
    assert [window.ask(SHOWS) for window in (caller, agent)] == ["visible", "visible"]


@pytest.mark.parametrize("who", ["caller", "agent"])
def test_a_hold_outlives_a_page_that_is_loaded_again(direct, practise, join, who):
    call = practise("voice")
    windows = {role: join(call, role) for role in ("caller", "agent")}
    for window in windows.values():
        window.wait_for_media()
    windows["agent"].page.get_by_role("button", name="Mettre en attente").click()
    windows["caller"].wait(HELD.format("true"))

    windows[who].page.reload()

    for window in windows.values():
        window.wait_for_media()
        window.wait(HELD.format("true"))
        assert window.ask(SENDS) is False
    windows["agent"].page.get_by_role("button", name="Mettre en attente").click()
    windows["caller"].wait(HELD.format("false"))


def test_a_hold_is_not_left_behind_on_another_device(direct, practise, join):
    call = practise("voice")
    caller, agent = join(call, "caller"), join(call, "agent")
    caller.wait_for_media()
    agent.page.get_by_role("button", name="Mettre en attente").click()
    caller.wait(HELD.format("true"))

    with agent.page.context.browser.new_context(locale="fr-FR") as elsewhere:
        elsewhere.new_page().goto(agent.page.url)

        caller.wait(HELD.format("false"), seconds=30)
        wait_until(lambda: call.events.filter(kind="hold").last().body == {"on": False})
        assert caller.ask(SENDS) is True


def test_a_hold_ends_with_whoever_held(direct, practise, join):
    call = practise("voice")
    caller, agent = join(call, "caller"), join(call, "agent")
    caller.wait_for_media()
    agent.page.get_by_role("button", name="Mettre en attente").click()
    caller.wait(HELD.format("true"))

    agent.page.get_by_role("button", name="Raccrocher").click()

    caller.wait(HELD.format("false"))
    assert caller.ask(SENDS) is True


def test_hold_and_leave_are_seen_by_the_other(direct, practise, join):
    call = practise("voice")
    caller, agent = join(call, "caller"), join(call, "agent")
    caller.wait_for_media()

    # What the leg has no time for is said over the peers' own channel, and again over the leg.
    leg = "document.querySelector('.call').room.conversation.socket"
    agent.ask(f"{leg}.timer = 1")
    agent.page.get_by_role("button", name="Mettre en attente").click()
    caller.wait(HELD.format("true"))
    assert [said.body for said in call.events.filter(kind="hold")] == []
    agent.ask(f"({leg}.timer = 0, {leg}.flush())")
    tracks = "document.querySelector('.call').room.conversation.stream.getTracks()"
    assert agent.ask(f"{tracks}.some((track) => track.enabled)") is False
    agent.page.get_by_role("button", name="Mettre en attente").click()
    caller.wait(HELD.format("false"))

    agent.page.get_by_role("button", name="Raccrocher").click()
    caller.wait("() => document.querySelectorAll('[data-call-people] li').length === 1")
    assert agent.ask(f"{tracks}.every((track) => track.readyState === 'ended')")
    assert caller.page.locator("[data-call-status]").inner_text() == (
        "Agent, conseille n’est plus dans l’appel."
    )


SIZES = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
HEIGHTS = """[...document.querySelectorAll(".call button")]
  .map((one) => one.offsetHeight).filter(Boolean)"""


@pytest.mark.parametrize("channel", ["video", "voice", "text"])
def test_a_conversation_is_for_everybody(direct, practise, join, channel):
    call = practise(channel)
    caller, agent = join(call, "caller"), join(call, "agent")
    caller.wait("() => document.querySelectorAll('[data-call-people] li').length === 2")
    agent.page.locator("[data-text-input]").press_sequentially("Bonjour\nJe vous")
    caller.wait("() => document.querySelectorAll('[data-text-lines] li').length === 2")

    for width in (360, 1280):
        caller.page.set_viewport_size({"width": width, "height": 800})
        scroll, client = caller.ask(SIZES)
        assert scroll <= client
        assert violations(caller.page) == []
        assert min(caller.ask(HEIGHTS)) >= 44


def test_everything_is_reached_by_keyboard(direct, practise, join):
    window = join(practise("video"), "caller")
    window.wait("() => document.querySelector('.call').dataset.phase === 'in'")
    reached = []
    window.page.locator("[data-call-act=mute]").focus()
    for _ in range(5):
        reached.append(
            window.ask("document.activeElement.dataset.callAct ?? document.activeElement.tagName")
        )
        window.page.keyboard.press("Tab")

    assert reached == ["mute", "camera", "hold", "leave", "OL"]


def test_the_check_says_what_works(direct, open_browser, site):
    context = open_browser("chromium with devices").new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(f"{site}/salle-nue/materiel/")

    page.get_by_role("button", name="Commencer l’essai").click()

    for part, words in (
        ("microphone", "Votre micro marche."),
        ("camera", "Votre caméra marche : 640 × 480"),
        ("network", "Le réseau laisse passer les appels"),
    ):
        expect(page.locator(f"[data-check={part}]")).to_contain_text(words, timeout=20_000)
    expect(page.locator("[data-check=light]")).not_to_have_text("pas encore essayée")
    assert violations(page) == []
    context.close()


LIGHT = """async (greys) => {
  const { summary, judgeLight } = await import("/static/calls/device_check.js");
  const pixels = [];
  for (let at = 0; at < 64 * 48; at++) {
    const [x, y] = [at % 64, Math.floor(at / 64)];
    const isMiddle = x > 16 && x < 48 && y > 8;
    const grey = (isMiddle ? greys[0] : greys[1]) + ((x + y) % 2 ? greys[2] : -greys[2]);
    pixels.push(grey, grey, grey, 255);
  }
  return judgeLight(summary(pixels));
}"""


def test_light_is_judged_in_plain_words(open_browser, site):
    page = open_browser("chromium with devices").new_page()
    page.goto(f"{site}/salle-nue/materiel/")

    lights = {
        "light-dark": [30, 30, 10],
        "light-bright": [230, 230, 20],
        "light-behind": [70, 180, 10],
        "light-flat": [120, 120, 5],
        "light-good": [120, 110, 40],
    }
    assert {word: page.evaluate(LIGHT, greys) for word, greys in lights.items()} == {
        word: word for word in lights
    }
    page.close()


REFUSE = """
navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("no", "NotAllowedError");
};
"""


def test_a_refused_camera_is_explained_and_one_still_sees(direct, practise, join):
    call = practise("video")
    agent = join(call, "agent", watch=lambda page: page.add_init_script(REFUSE))
    caller = join(call, "caller")

    agent.wait("() => notes.figures.fps > 0")

    words = agent.page.locator("[data-call-failure]").inner_text()
    assert "Autorisez-la à côté de l’adresse" in words
    caller.wait_for_media()


CHANGES = """async ([before, after]) => {
  const { change, apply } = await import("/static/calls/text.js");
  const chars = change(before, after);
  return [chars, apply(before, chars)];
}"""


def test_live_text_says_what_changed(open_browser, site):
    page = open_browser("chromium with devices").new_page()
    page.goto(f"{site}/salle-nue/materiel/")

    for before, after, chars in (
        ("", "é", "é"),
        ("Bonj", "Bonjour", "our"),
        ("Bonjuor", "Bonjour", "\b\b\bour"),
        ("ab👋", "ab", "\b"),
        ("abc", "", "\b\b\b"),
        ("même", "même", ""),
    ):
        assert page.evaluate(CHANGES, [before, after]) == [chars, after]
    page.close()
