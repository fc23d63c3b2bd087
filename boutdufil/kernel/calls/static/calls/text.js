// Live text, character by character (ITU-T T.140, RFC 8865 in spirit): seen while it is written.
// What is taken back disappears at the other end too. Nothing is kept anywhere.

import { Incoming, Outgoing } from "./order.js";

const ERASE = "\b";
// A reader of the screen is told whole lines, or what stands there after a pause.
const PAUSE = 2500;
const LONGEST_LINE = 1000;
// So many lines wait for somebody to read them.
const MOST_LINES = 100;
// What the socket takes at once.
const PIECE = 500;

// What leads from one text to the other at its end: erasures, then characters.
export function change(before, after) {
  let same = 0;
  const [old, now] = [[...before], [...after]];
  while (same < old.length && same < now.length && old[same] === now[same]) same++;
  return ERASE.repeat(old.length - same) + now.slice(same).join("");
}

export function apply(text, chars) {
  const signs = [...text];
  for (const sign of chars) {
    if (sign === ERASE) signs.pop();
    else signs.push(sign);
  }
  return signs.join("");
}

// Half an emoji is not sent before its other half, and a sign of erasure is none of the text.
function start(text) {
  return [...text.replace(/[\b]|\p{Surrogate}/gu, "")].slice(0, LONGEST_LINE).join("");
}

export class LiveText {
  // root holds: textarea [data-text-input], [data-text-lines] (what was said, seen),
  // [data-text-announcer] (role="log", heard). send(body, participant): over any way, see order.js;
  // heard(participant, {chars} or {line}): a change that was written there, in its turn.
  constructor(root, { send, you, heard }) {
    this.input = root.querySelector("[data-text-input]");
    this.lines = root.querySelector("[data-text-lines]");
    this.announcer = root.querySelector("[data-text-announcer]");
    Object.assign(this, { send, you, heard });
    this.sent = "";
    this.unread = [];
    this.others = new Map();
    this.input?.addEventListener("input", () => this.typed());
  }

  // Each finished line stands among the others and leaves the field.
  typed() {
    const [first, ...more] = start(this.input.value).split("\n");
    this.say(first);
    if (!more.length) return;
    this.tellAll({ chars: "\n" });
    if (first) this.finish(this.you, first);
    if (first && !this.isRead) this.unread = [...this.unread, first].slice(-MOST_LINES);
    this.sent = "";
    this.input.value = more.join("\n");
    if (this.input.value) this.typed();
  }

  say(line) {
    // By characters and not by halves of them: an emoji is two units of a string.
    const chars = [...change(this.sent, line)];
    this.sent = line;
    for (let at = 0; at < chars.length; at += PIECE) {
      this.tellAll({ chars: chars.slice(at, at + PIECE).join("") });
    }
  }

  get isRead() {
    return [...this.others.values()].some((one) => one.isHere);
  }

  tellAll(change) {
    for (const one of this.others.values()) if (one.isHere) one.outgoing.say(change);
  }

  // Whoever comes, or comes back, sees the line being written, and what nobody could read yet.
  // A page that is loaded again (another session) begins anew; of one that was only away nothing
  // is lost.
  meet(participant, name, session) {
    const known = this.others.get(participant);
    if (known && known.session !== session) this.leave(participant);
    const one = known?.session === session ? known : this.welcome(participant, session);
    Object.assign(one, { name, isHere: true });
    for (const line of this.unread.splice(0)) {
      one.outgoing.say({ line });
      one.outgoing.say({ chars: "\n" });
    }
    if (this.sent || one.outgoing.count) one.outgoing.say({ line: this.sent });
  }

  welcome(participant, session) {
    const one = { session, text: "", told: "", element: null, timer: 0 };
    const send = (body) => this.send(body, participant);
    one.outgoing = new Outgoing(send);
    one.incoming = new Incoming({ apply: (change) => this.read(participant, change), ask: send });
    this.others.set(participant, one);
    return one;
  }

  // A way to somebody has opened, or opened again: what was lost meanwhile is found.
  resume(participant) {
    const one = this.others.get(participant);
    one?.outgoing.tellCount();
    one?.incoming.askAgain();
  }

  hear(participant, body) {
    const one = this.others.get(participant);
    if (!one?.isHere) return;
    if (body.again) one.outgoing.sayAgain(body.again, this.sent);
    else one.incoming.hear(body);
  }

  read(participant, { chars, line }) {
    const one = this.others.get(participant);
    if (line !== undefined) one.text = start(line);
    for (const part of (chars ?? "").split(/(\n)/)) {
      if (part !== "\n") one.text = start(apply(one.text, part));
      else this.end(one);
    }
    this.show(one);
    this.heard?.(participant, { chars, line });
  }

  show(one) {
    clearTimeout(one.timer);
    if (!one.text) {
      one.element?.remove();
      one.element = null;
      return;
    }
    one.element ??= this.place(one.name, true);
    one.element.querySelector("p").textContent = one.text;
    one.timer = setTimeout(() => this.announce(one), PAUSE);
    this.lines.scrollTop = this.lines.scrollHeight;
  }

  end(one) {
    clearTimeout(one.timer);
    this.announce(one);
    one.element?.remove();
    if (one.text) this.finish(one.name, one.text);
    Object.assign(one, { text: "", told: "", element: null });
  }

  finish(name, text) {
    this.place(name, false).querySelector("p").textContent = text;
    this.lines.scrollTop = this.lines.scrollHeight;
  }

  place(name, isWriting) {
    const item = document.createElement("li");
    const who = document.createElement("span");
    item.className = isWriting ? "call-line call-line--writing" : "call-line";
    who.className = "call-line-who";
    who.textContent = name;
    item.append(who, document.createElement("p"));
    this.lines.append(item);
    return item;
  }

  // Only what was not told yet; after a correction the line is told again.
  announce(one) {
    if (!this.announcer || one.text === one.told) return;
    const rest = one.text.startsWith(one.told) ? one.text.slice(one.told.length) : one.text;
    const said = document.createElement("p");
    said.textContent = one.told ? rest : `${one.name}. ${rest}`;
    one.told = one.text;
    this.announcer.append(said);
    while (this.announcer.children.length > 20) this.announcer.firstChild.remove();
  }

  // What was being written stays, among what was said: should they come back, they go on with it.
  leave(participant) {
    const one = this.others.get(participant);
    if (!one?.isHere) return;
    const { text } = one;
    this.end(one);
    Object.assign(one, { text, isHere: false });
    one.incoming.stopWaiting();
  }
}
