// An agent's console: kept up to date piece by piece, so that a conversation is never interrupted.
//
// The server renders the whole page again; see pieces.js for what of it is exchanged.

import { ConversationRoom } from "../calls/room.js";
import { ring, stopRinging } from "../calls/ringing.js";
import { reopen, subscribe, watch } from "../realtime/stream.js";
import { follow } from "./clocks.js";
import { Bell } from "./bell.js";
import { showCeiling } from "./ceilings.js";
import { wireNotes } from "./notes.js";
import { exchange } from "./pieces.js";

const root = document.querySelector("[data-console]");
const bell = new Bell();
// What is told of oneself reaches the page by the stream; this is for a stream that is away.
const LOOK = 15_000;

let asked = 0;

async function refresh(answer = fetch(location.href, { headers: { accept: "text/html" } })) {
  const number = ++asked;
  try {
    const response = await answer;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(root.id);
    // An answer that was overtaken by a newer one is no news.
    if (!fresh || number < asked) return;
    exchange(root, fresh, { enliven, leave });
    showMessages(page.querySelector(".messages"));
    settle();
  } catch {
    // Away: the page stays as it is, and asks again.
  }
}

function leave(piece) {
  for (const element of piece.querySelectorAll("[data-conversation]")) {
    element.room?.conversation.leave();
  }
}

function enliven(piece) {
  if (piece.matches("[data-topics]")) {
    listen();
    reopen();
  }
  for (const element of piece.querySelectorAll("[data-conversation]")) {
    element.room = new ConversationRoom(element);
    element.room.start();
  }
  wire(piece);
}

function wire(piece) {
  for (const element of piece.querySelectorAll("[data-conversation]")) {
    const talk = element.closest("[data-aside], [data-talk]");
    element.room?.conversation.addEventListener("state", ({ detail }) => {
      const isOver = detail.kind === "bye" && detail.cause !== "elsewhere";
      if (isOver && talk.isConnected) send(talk.querySelector(":scope > [data-hang-up]"));
    });
    if (talk.matches("[data-aside]")) holdCaller(talk);
  }
  wireNotes(piece);
  for (const box of piece.querySelectorAll("[data-console-sound]")) bell.wire(box);
}

// Who asks for an opinion apart does not let the caller hear it.
function holdCaller(aside) {
  const room = aside.closest("[data-talking]").querySelector("[data-talk] [data-conversation]").room;
  if (room && !room.conversation.isHeld) room.act("hold");
}

function showMessages(messages) {
  document.querySelector("main > .messages")?.remove();
  if (messages) root.before(document.importNode(messages, true));
}

// The first press counts; the page that comes back holds the next buttons.
function send(form, submitter) {
  const body = new FormData(form, submitter ?? form.querySelector("button"));
  return refresh(fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } }));
}

function settle() {
  const ringing = root.querySelector("[data-ringing]");
  if (ringing) {
    ring(ringing, root.dataset.rings);
    bell.ring();
    const isWriting = document.activeElement?.matches("input, textarea, select");
    if (!isWriting) ringing.querySelector("[data-answer]").focus();
  } else {
    stopRinging(document.querySelector(".call-ringing") ?? root);
    bell.stop();
  }
  follow(root);
}

// Function keys are nobody's letters: they work while one writes.
const KEYS = { F2: "[data-answer]", F4: "[data-decline]", F8: "[data-help]", F9: "[data-abuse]" };

addEventListener("keydown", (event) => {
  const button = KEYS[event.key] && root.querySelector(KEYS[event.key]);
  if (!button || event.repeat) return;
  event.preventDefault();
  button.click();
});

root.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-console-form]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

const heard = new Set();

function listen() {
  const { topics } = root.querySelector("[data-topics]").dataset;
  for (const topic of topics.split(" ").filter((one) => !heard.has(one))) {
    heard.add(topic);
    subscribe(topic, "*", hear);
    subscribe(topic, "warning", (body) => showCeiling(root, body));
  }
}

// Why a call was taken away is said until the next one is there.
function hear(body, kind) {
  const cut = root.querySelector("[data-cut]");
  if (kind === "detached" && body.reason === "no_media") cut.hidden = false;
  if (kind === "connected") cut.hidden = true;
  refresh();
}

listen();
// What was told while the page came and its stream opened is asked for once.
let wasOpen = false;
watch((isOpen) => {
  if (isOpen && !wasOpen) refresh();
  wasOpen = isOpen;
});
setInterval(() => refresh(), LOOK);
addEventListener("load", () => {
  wire(root);
  settle();
});
