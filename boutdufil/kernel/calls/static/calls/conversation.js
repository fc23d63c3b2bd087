// A conversation: one leg, the others on theirs, their pictures, their live text.
// It records nothing. Everybody in it is on the page's list: nobody listens unseen.

import { openMedia, stopMedia } from "./media.js";
import { Peer } from "./peer.js";
import { LegSocket } from "./socket.js";
import { LiveText } from "./text.js";
import { Tiles } from "./tiles.js";
import { Watchdog } from "./watchdog.js";

// Who is not confirmed so long after our return has gone while we were away.
const ROLL_CALL = 8000;

export class Conversation extends EventTarget {
  // url: of the leg; localVideo: a <video>, or null; remoteContainer: where others are shown;
  // textBox: the element around the live text, or null; nameOf({name, role}): what others read.
  constructor({ url, localVideo, remoteContainer, wantsVideo, wantsVoice, textBox, ...more }) {
    super();
    this.socket = new LegSocket(url);
    this.localVideo = localVideo;
    this.wants = { wantsVoice: Boolean(wantsVoice), wantsVideo: Boolean(wantsVideo) };
    this.nameOf = more.nameOf ?? (({ name, role }) => name || role);
    this.tiles = new Tiles(remoteContainer, { blocked: () => this.tell("failed", { code: "play" }) });
    this.text = textBox && this.openText(textBox, more.you ?? "");
    this.people = new Map();
    this.isHeld = false;
    this.holders = new Set();
    this.isMuted = false;
    this.isDark = false;
    this.listen();
  }

  openText(textBox, you) {
    const heard = (participant, change) => this.tell("text", { participant, ...change });
    return new LiveText(textBox, { send: (body, to) => this.sendText(body, to), you, heard });
  }

  // Ask for camera and microphone and take the leg, both at once. Resolves when we are in.
  // ready: a promise to await before the devices are opened; the leg is taken meanwhile.
  async start({ ready } = {}) {
    const failed = (error) => this.tell("failed", { code: error.code, device: error.device });
    const open = () => openMedia({ ...this.wants, failed });
    this.media = Promise.resolve(ready).then(open).then((stream) => this.show(stream));
    this.socket.open();
    await Promise.all([this.media, new Promise((done) => this.once("hello", done))]);
  }

  once(type, callback) {
    this.socket.addEventListener(type, callback, { once: true });
  }

  listen() {
    const told = {
      hello: (body) => this.arrive(body),
      joined: (body) => this.welcome(body),
      left: (body) => this.miss(body.participant, body.cause),
      signal: (body) => this.hearSignal(body),
      text: (body) => this.hearText(body),
      state: (body) => this.hearState(body.state),
      bye: (body) => this.end(body.cause),
      away: () => this.tell("state", { kind: "away" }),
    };
    for (const [kind, callback] of Object.entries(told)) {
      this.socket.addEventListener(kind, ({ detail }) => callback(detail));
    }
  }

  async show(stream) {
    this.stream = stream;
    this.apply();
    // An empty picture would keep the page loading for ever.
    if (this.localVideo && stream.getVideoTracks().length) this.localVideo.srcObject = stream;
    return stream;
  }

  arrive(hello) {
    this.you = hello.you;
    this.servers = hello.ice_servers;
    if (hello.relay_only && !hello.ice_servers.length && this.hasMedia) {
      this.tell("failed", { code: "relay" });
    }
    this.tell("state", { ...hello, kind: "here" });
    this.keepHold();
    for (const person of this.people.values()) person.isConfirmed = false;
    for (const id of this.people.keys()) this.text?.resume(id);
    for (const other of hello.others) this.welcome(other);
    clearTimeout(this.rollCall);
    this.rollCall = setTimeout(() => this.callRoll(), ROLL_CALL);
  }

  callRoll() {
    for (const [id, person] of [...this.people]) if (!person.isConfirmed) this.miss(id, "lost");
  }

  get hasMedia() {
    return this.wants.wantsVoice || this.wants.wantsVideo;
  }

  welcome(other) {
    const known = this.people.get(other.participant);
    if (known?.other.session === other.session) {
      known.isConfirmed = true;
      return;
    }
    if (known) this.forget(known);
    const person = { other, isConfirmed: true, signals: [] };
    this.people.set(other.participant, person);
    this.tell("participant", { ...this.seen(other), present: true });
    this.text?.meet(other.participant, this.nameOf(other), other.session);
    this.meet(person);
  }

  seen({ participant, role, name }) {
    return { participant, role, name, shown: this.nameOf({ role, name }) };
  }

  async meet(person) {
    const { other } = person;
    const stream = await this.media;
    if (this.people.get(other.participant) !== person) return;
    const kinds = [];
    if (this.wants.wantsVoice) kinds.push("audio");
    if (this.wants.wantsVideo) kinds.push("video");
    const send = (body) => this.socket.send("signal", body);
    const peer = new Peer({ other, servers: this.servers, stream, kinds, send });
    person.peer = peer;
    person.watchdog = new Watchdog(peer, { hasMedia: kinds.length > 0 });
    person.tile = this.tiles.add(other.participant, this.nameOf(other), peer.stream);
    this.follow(person);
    for (const signal of person.signals.splice(0)) peer.hear(signal);
  }

  follow({ other, peer, watchdog, tile }) {
    const who = other.participant;
    peer.addEventListener("open", () => {
      this.text?.resume(who);
      peer.say({ holds: this.isHeld, held: this.holders.has(who) });
    });
    peer.addEventListener("said", ({ detail }) => {
      if (this.people.get(who)?.peer !== peer) return;
      this.text?.hear(who, detail);
      if ("holds" in detail) this.hearHold(other, detail.holds);
    });
    // They wait for a hold that was left behind on another device: it ends, on the site too.
    const endHold = ({ detail }) => {
      if (!("held" in detail)) return;
      peer.removeEventListener("said", endHold);
      if (detail.held && !this.isHeld) this.hold(false);
    };
    peer.addEventListener("said", endHold);
    peer.addEventListener("track", () => tile.refresh());
    peer.addEventListener("stumble", ({ detail }) => console.warn(detail.error));
    peer.addEventListener("connection", ({ detail }) => {
      this.tell("media", { participant: who, connection: detail.state });
    });
    watchdog.addEventListener("flow", ({ detail }) => {
      this.socket.send("media", { from: who, up: detail.up });
      tile.mark(detail.up);
      this.tell("media", { participant: who, up: detail.up });
    });
    watchdog.addEventListener("figures", ({ detail }) => {
      this.tell("media", { participant: who, figures: detail });
    });
  }

  hearSignal({ from, from_session: session, description, candidate }) {
    const person = this.people.get(from);
    // What the page before a reload still sent is no longer true.
    if (!person || person.other.session !== session) return;
    if (person.peer) person.peer.hear({ description, candidate });
    else person.signals.push({ description, candidate });
  }

  // Over the peers' own channel; through the leg as long as there is none.
  sendText(body, to) {
    const person = this.people.get(to);
    if (!person) return;
    const { peer, other } = person;
    if (peer?.isOpen) peer.say(body);
    else this.socket.send("text", { to, session: other.session, ...body });
  }

  hearText(body) {
    const { from, from_session: session } = body;
    if (this.people.get(from)?.other.session === session) this.text?.hear(from, body);
  }

  miss(id, cause) {
    const person = this.people.get(id);
    if (!person) return;
    this.people.delete(id);
    this.forget(person);
    this.hearHold(person.other, false);
    this.text?.leave(id);
    this.tell("participant", { ...this.seen(person.other), present: false, cause });
  }

  forget(person) {
    person.watchdog?.close();
    person.peer?.close();
    person.tile?.remove();
  }

  // On hold nobody sees or hears: who holds sends nothing, and neither does anybody else.
  hold(on) {
    this.setHold(on);
    this.tellHold();
    this.socket.send("hold", { on });
    // On both ways, so that the last word of each is the last one: neither can bring back an older.
    for (const { peer } of this.people.values()) peer?.say({ holds: on });
  }

  setHold(on) {
    this.isHeld = on;
    if (this.you && on) sessionStorage.setItem(`held ${this.you}`, "");
    else sessionStorage.removeItem(`held ${this.you}`);
    this.apply();
    this.tiles.quiet(on);
  }

  // A page that is loaded again holds on: the others were never told that it ended.
  keepHold() {
    this.setHold(this.isHeld || sessionStorage.getItem(`held ${this.you}`) !== null);
    if (this.isHeld) this.tellHold();
  }

  // At once, whether or not the site can be reached.
  tellHold() {
    this.tell("state", { kind: "hold", participant: this.you, on: this.isHeld });
  }

  // Whoever was away when it was told learns it from the one who holds, or holds no more.
  hearHold({ participant, role }, on) {
    if (role !== "agent" || on === this.holders.has(participant)) return;
    this.hearState({ kind: "hold", participant, on });
  }

  hearState(state) {
    if (state.kind === "hold" && state.participant !== this.you) {
      if (state.on) this.holders.add(state.participant);
      else this.holders.delete(state.participant);
      this.apply();
    }
    this.tell("state", state);
  }

  get isHeldByOthers() {
    return this.holders.size > 0;
  }

  mute(on) {
    this.isMuted = on;
    this.apply();
  }

  camera(on) {
    this.isDark = !on;
    this.apply();
  }

  apply() {
    for (const track of this.stream?.getTracks() ?? []) {
      const isOff = track.kind === "audio" ? this.isMuted : this.isDark;
      track.enabled = !this.isHeld && !this.isHeldByOthers && !isOff;
    }
  }

  send(kind, body) {
    this.socket.send(kind, body);
  }

  leave() {
    this.socket.leave();
    this.end("left");
  }

  end(cause) {
    // A socket that was only replaced or refused for the moment is opened again.
    if (!this.socket.isOver || this.isOver) return;
    this.isOver = true;
    sessionStorage.removeItem(`held ${this.you}`);
    clearTimeout(this.rollCall);
    for (const id of [...this.people.keys()]) this.miss(id, "over");
    stopMedia(this.stream);
    if (this.localVideo) this.localVideo.srcObject = null;
    this.tell("state", { kind: "bye", cause });
  }

  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
