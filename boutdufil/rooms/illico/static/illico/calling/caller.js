// The caller's page: in line, somebody comes, in conversation, over. Nothing needs to be heard.

import { ring, stopRinging } from "../../calls/ringing.js";
import { readWords } from "../../calls/words.js";

const SECOND = 1000;
// A screen reader is told of a new place in line, but not of each one.
const TELL_PLACE = 15 * SECOND;
// The tables follow the line within a second; a dispatcher that restarts takes some more.
const LOOK_AGAIN = 400;
const LOOKS = 25;

class CallerPage {
  constructor(root) {
    this.root = root;
    this.say = readWords(root);
    const { waited, promise } = root.dataset;
    this.began = performance.now() - Number(waited);
    this.promise = Number(promise);
    this.keepsPlace = "keepsPlace" in root.dataset;
    this.isBroken = !this.find("[data-broken]")?.hidden;
    this.toldPlace = { place: 0, at: 0 };
    this.wire();
    const room = this.find("[data-conversation]")?.room;
    if (room) this.enter(room);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  get phase() {
    return this.root.dataset.phase;
  }

  set phase(value) {
    if (this.phase !== value) this.root.dataset.phase = value;
  }

  wire() {
    this.find("[data-print]")?.addEventListener("click", () => print());
    this.find("[data-copy]")?.addEventListener("click", ({ currentTarget }) => this.copy(currentTarget));
    this.find("[data-present]")?.addEventListener("submit", (event) => this.comeBack(event));
    document.addEventListener("visibilitychange", () => this.calm());
  }

  async copy(button) {
    await navigator.clipboard.writeText(this.find("[data-code]").textContent.trim());
    button.textContent = this.say("copied");
  }

  enter(room) {
    this.room = room;
    this.conversation = room.conversation;
    const words = room.say;
    room.say = (name, values) => this.instead(name, values) ?? words(name, values);
    this.conversation.addEventListener("state", ({ detail }) => this.hear(detail));
    const ready = this.keepsPlace ? new Promise((done) => (this.present = done)) : undefined;
    room.start({ ready });
    this.count();
  }

  // The clock runs from the click on until somebody is there.
  count() {
    this.timer ||= setInterval(() => this.tick(), SECOND);
    this.tick();
  }

  stopCounting() {
    clearInterval(this.timer);
    this.timer = 0;
  }

  // While nobody is there, what the conversation says of itself is said by this page.
  instead(name) {
    return name === "alone" && this.phase !== "up" ? "" : undefined;
  }

  hear(state) {
    const told = {
      here: () => this.look(),
      look: () => this.look(),
      queued: () => this.wait(state),
      ringing: () => this.expectSomebody(),
      connected: () => this.meet(),
      detached: () => this.lose(state.cause),
      hold: () => this.showHold(state.on),
      warned: () => this.warn(),
      warning: () => this.showCeiling(state.is_full),
      away: () => this.tell(this.say("away")),
      ended: () => this.finish(),
      bye: () => this.leave(state.cause),
    };
    told[state.kind]?.();
  }

  // What was missed before the line was open.
  async look() {
    const state = await this.ask();
    if (!state || this.isOver) return state;
    if (!state.is_live) this.finish();
    else if (state.kind) this.hear(state);
    if (state.is_warned) this.warn();
    return state;
  }

  async ask() {
    try {
      const answer = await fetch(this.root.dataset.state, { headers: { accept: "application/json" } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  wait({ place, expected_s: expected }) {
    if (this.phase === "ringing") this.quiet();
    this.phase = "waiting";
    this.count();
    this.find("[data-place]").textContent = place || this.say("unknown");
    this.find("[data-expected]").textContent = this.writeExpected(expected);
    this.tellPlace(place);
  }

  writeExpected(seconds) {
    if (seconds === null || seconds === undefined) return this.say("unknown");
    if (seconds < 60) return this.say("expected-short");
    return this.say("expected", { minutes: Math.ceil(seconds / 60) });
  }

  tellPlace(place) {
    const now = performance.now();
    const { place: before, at } = this.toldPlace;
    if (!place || place === before || (before && now - at < TELL_PLACE)) return;
    this.toldPlace = { place, at: now };
    if (!this.keepsPlace) this.tell(this.say(place === 1 ? "first" : "place", { place }));
  }

  // Who was there is there no more: the place is kept, and why is said.
  lose(cause) {
    const isCut = cause === "no_media";
    this.tell(this.say(isCut ? "cut" : "again"));
    this.showCut(isCut ? this.say("cut") : "");
  }

  showCut(words) {
    const line = this.find("[data-cut]");
    line.hidden = !words;
    line.textContent = words;
  }

  expectSomebody() {
    this.phase = "ringing";
    this.count();
    this.tell(this.say(this.keepsPlace ? "your-turn" : "ringing"));
    this.call();
  }

  meet() {
    if (this.keepsPlace) return this.expectSomebody();
    this.phase = "up";
    this.stopCounting();
    this.showCut("");
    if (document.hidden) this.call();
    else this.quiet();
  }

  call() {
    ring(this.find("[data-ring]"), this.say("title"));
  }

  quiet() {
    stopRinging(this.find("[data-ring]"));
  }

  // Who meets somebody while looking elsewhere is called until they look.
  calm() {
    if (!document.hidden && this.phase === "up") this.quiet();
  }

  async comeBack(event) {
    if (!this.present) return;
    event.preventDefault();
    const form = event.currentTarget;
    this.keepsPlace = false;
    delete this.root.dataset.keepsPlace;
    form.hidden = true;
    this.quiet();
    this.present();
    await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    await this.look();
  }

  showHold(on) {
    this.find("[data-hold]").hidden = !on;
  }

  // What an organisation pays for a call has an end; the call itself has none.
  showCeiling(isFull) {
    const line = this.find("[data-ceiling]");
    const words = this.say(isFull ? "ceiling" : "half-ceiling");
    if (line.textContent !== words) line.textContent = words;
  }

  warn() {
    const notice = this.find("[data-warned]");
    if (!notice.hidden) return;
    notice.hidden = false;
    notice.textContent = this.say("warned");
  }

  tick() {
    const waited = performance.now() - this.began;
    const seconds = Math.floor(waited / SECOND);
    this.find("[data-seconds]").textContent = seconds;
    this.find("[data-promise]").value = Math.min(seconds, this.promise / SECOND);
    if (waited < this.promise || this.phase === "up") return;
    this.find(".caller-clock").dataset.over = "";
    this.find("[data-late]").dataset.now = "";
    if (!this.isBroken) this.breakPromise();
  }

  breakPromise() {
    this.isBroken = true;
    this.find("[data-broken]").hidden = false;
    if (!this.keepsPlace) this.tell(this.say("broken"));
  }

  tell(words) {
    const line = this.find("[data-said]");
    if (words && line.textContent !== words) line.textContent = words;
  }

  leave(cause) {
    if (cause === "left" || cause === "ended") this.finish();
    else if (cause === "elsewhere") this.tell(this.say("elsewhere"));
    else location.reload();
  }

  // The end is shown at once; the receipt comes when the tables have it.
  async finish() {
    if (this.isOver) return;
    this.isOver = true;
    this.stopCounting();
    this.quiet();
    this.phase = "over";
    this.find("#titre-fin").focus({ preventScroll: true });
    for (let looks = 0; looks < LOOKS; looks++) {
      const state = await this.ask();
      if (state && !state.is_live) return location.replace(location.href);
      await new Promise((done) => setTimeout(done, LOOK_AGAIN));
    }
  }
}

for (const root of document.querySelectorAll("[data-caller]")) root.caller = new CallerPage(root);
// A page taken out of the browser's memory shows a state that is no more.
addEventListener("pageshow", (event) => event.persisted && location.reload());
