// A conversation on a page: templates/calls/_conversation.html brought to life.

import { Conversation } from "./conversation.js";
import { readWords } from "./words.js";

// Keys of a call work where nobody is typing.
const KEYS = { m: "mute", k: "camera", p: "hold" };

export class ConversationRoom {
  constructor(root) {
    this.root = root;
    this.say = readWords(root);
    const { url, channel } = root.dataset;
    this.conversation = new Conversation({
      url,
      localVideo: this.find("[data-call-mirror]"),
      remoteContainer: this.find("[data-call-others]"),
      wantsVideo: channel === "video",
      wantsVoice: channel !== "text",
      textBox: this.find("[data-call-text]"),
      nameOf: (other) => this.nameOf(other),
      you: this.say("you"),
    });
    this.listen();
    this.wire();
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  nameOf({ name, role }) {
    const title = this.say(`role-${role}`);
    return name && title ? `${name}, ${title}` : name || title;
  }

  listen() {
    const { conversation } = this;
    conversation.addEventListener("state", ({ detail }) => this.showState(detail));
    conversation.addEventListener("participant", ({ detail }) => this.showPeople(detail));
    conversation.addEventListener("media", ({ detail }) => this.showMedia(detail));
    conversation.addEventListener("failed", ({ detail }) => this.showFailure(detail));
  }

  wire() {
    this.buttons = {};
    for (const button of this.root.querySelectorAll("[data-call-act]")) {
      this.buttons[button.dataset.callAct] = button;
      button.addEventListener("click", () => this.act(button.dataset.callAct));
    }
    this.root.addEventListener("keydown", (event) => this.pressed(event));
  }

  pressed(event) {
    const isTyping = event.target.matches("input, textarea, select");
    const act = KEYS[event.key.toLowerCase()];
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey || !this.buttons[act]) return;
    event.preventDefault();
    this.act(act);
  }

  act(name) {
    const acts = {
      enter: () => this.start(),
      mute: () => this.conversation.mute(this.toggle("mute")),
      camera: () => this.conversation.camera(!this.toggle("camera")),
      hold: () => this.conversation.hold(this.toggle("hold")),
      play: () => this.conversation.tiles.play(),
      leave: () => this.conversation.leave(),
    };
    acts[name]?.();
  }

  // Turn a button and return whether it is now pressed; its words say what a press will do.
  toggle(name) {
    const button = this.buttons[name];
    const isOn = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(isOn));
    return isOn;
  }

  async start(options) {
    if (this.isStarted) return;
    this.isStarted = true;
    this.root.dataset.phase = "entering";
    this.status("entering");
    await this.conversation.start(options);
  }

  status(name, values) {
    const words = this.say(name, values);
    const line = this.find("[data-call-status]");
    if (words && line.textContent !== words) line.textContent = words;
  }

  showState(state) {
    if (state.kind === "here") {
      this.root.dataset.phase = "in";
      if (!this.conversation.people.size) this.status("alone");
    } else if (state.kind === "hold") {
      this.showHold();
    } else if (state.kind === "bye") {
      this.showEnd(state.cause);
    } else {
      this.status(`state-${state.kind}`, state);
    }
  }

  showHold() {
    const { isHeld, isHeldByOthers } = this.conversation;
    this.root.dataset.held = String(isHeld || isHeldByOthers);
    this.buttons.hold?.setAttribute("aria-pressed", String(isHeld));
    this.status(isHeld ? "hold-mine" : isHeldByOthers ? "hold" : "together");
  }

  showEnd(cause) {
    this.root.dataset.phase = "over";
    this.status(`end-${cause}`);
    for (const button of Object.values(this.buttons)) button.disabled = true;
    this.find("[data-text-input]")?.setAttribute("disabled", "");
  }

  showPeople({ participant, shown, present, cause }) {
    const list = this.find("[data-call-people]");
    list.querySelector(`[data-participant="${participant}"]`)?.remove();
    if (present) {
      const item = document.createElement("li");
      item.dataset.participant = participant;
      item.textContent = shown;
      list.append(item);
      this.status("meeting", { name: shown });
    } else if (cause !== "over") {
      this.status("gone", { name: shown });
    }
  }

  showMedia({ participant, up, connection, figures }) {
    const person = this.conversation.people.get(participant);
    const name = person ? this.nameOf(person.other) : "";
    if (up === true && this.root.dataset.held !== "true") this.status("together");
    if (up === false) this.status("stuck", { name });
    if (connection === "disconnected") this.status("shaky", { name });
    if (figures) this.showFigures(figures);
  }

  showFigures({ fps, width, height }) {
    const line = this.find("[data-call-figures]");
    if (!line || !width) return;
    line.textContent = this.say(fps >= 20 ? "figures" : "figures-slow", {
      fps: Math.round(fps),
      width,
      height,
    });
  }

  showFailure({ code, device }) {
    const notice = this.find("[data-call-failure]");
    const words = this.say(device ? `${device}-${code}` : code) || this.say("unsupported");
    const play = this.buttons.play;
    if (code === "play" && play) play.hidden = false;
    notice.querySelector("p").textContent = words;
    notice.hidden = false;
  }
}

for (const root of document.querySelectorAll("[data-conversation]")) {
  const room = new ConversationRoom(root);
  root.room = room;
  if ("auto" in root.dataset) room.start();
}
