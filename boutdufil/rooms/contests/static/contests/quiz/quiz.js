// A paper: every change is put in the queue, sent, and shown as kept when the server has said so.

import { readWords } from "../../calls/words.js";
import { watchAway } from "./away.js";
import { Clock } from "./clock.js";
import { chooseByDigit, readItem, writeItem } from "./items.js";
import { Queue } from "./queue.js";
import { Sender, SignedOut } from "./sender.js";

const TYPING = 700;
const WARNINGS = [
  [300_000, "five"],
  [60_000, "one"],
];

const root = document.querySelector("[data-paper]");
const word = readWords(document);
const { paper, url, lease, next, now, ends, last, beat } = root.dataset;
const clock = new Clock(Number(now), Number(ends), Number(last));
const queue = new Queue(paper, lease, Number(next));
const form = root.querySelector("[data-answers]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const sender = new Sender(url, token, queue, onTold, onTrouble);
const items = [...form.querySelectorAll("[data-item]")];
const saved = new Map();
const lost = new Set();
const timers = new Map();
let away = [Number(root.dataset.awayTimes), Number(root.dataset.awaySeconds)];
let isLive = true;
let isOffline = false;
let isSignedOut = false;
let isOver = false;
let warned = WARNINGS.findLastIndex(([left]) => clock.left <= left);

for (const item of items) saved.set(position(item), JSON.stringify(readItem(item) ?? null));
for (const [at, value] of queue.latest) writeItem(items[at], value);
for (const element of document.querySelectorAll("[data-plain]")) element.hidden = true;
root.hidden = false;
form.addEventListener("change", (event) => changed(event.target.closest("[data-item]")));
form.addEventListener("input", (event) => event.target.matches("[type=text]") && typed(event.target));
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("keydown", chooseByDigit);
root.querySelector("[data-large]").addEventListener("click", enlarge);
document.querySelector("[data-end]").addEventListener("submit", handIn);
watchAway(noteAway);
setInterval(tick, 1000);
setInterval(() => sender.say(), Number(beat) * 1000 * (0.9 + Math.random() / 5));
draw();
tick();
if (queue.isAhead) readAgain();
sender.flush();

// The page was on its way while answers were being kept: it is asked for again, once.
function readAgain() {
  const mark = `boutdufil-copie-${paper}-${queue.next}`;
  try {
    if (sessionStorage.getItem(mark)) return;
    sessionStorage.setItem(mark, "1");
  } catch {
    return;
  }
  location.reload();
}

function position(item) {
  return Number(item.dataset.item);
}

function typed(field) {
  const item = field.closest("[data-item]");
  clearTimeout(timers.get(item));
  timers.set(item, setTimeout(() => changed(item), TYPING));
}

// The answer as it stands goes into the queue, unless it is what was sent last.
function changed(item) {
  clearTimeout(timers.get(item));
  const value = readItem(item);
  if (value === undefined) return tellItem(item, word("ranks"), "warn");
  const at = position(item);
  const known = queue.latest.has(at) ? JSON.stringify(queue.latest.get(at)) : saved.get(at);
  if (JSON.stringify(value) === known || !isLive || clock.isOver) return;
  queue.answer(at, value);
  lost.delete(at);
  draw();
  sender.flush();
}

function onTold(told, sent, { done, lost: refused }) {
  const before = clock.ends;
  clock.set(told, sent);
  isOffline = isSignedOut = false;
  isLive = told.live;
  if (clock.ends > before + 1000) say("more");
  for (const one of refused) lost.add(one.p);
  for (const one of done) saved.set(one.p, JSON.stringify(one.v));
  if (told.ended) location.reload();
  draw();
}

function onTrouble(error) {
  isSignedOut = error instanceof SignedOut;
  isOffline = !isSignedOut;
  draw();
}

function tick() {
  const seconds = Math.ceil(clock.left / 1000);
  const shown = { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, "0") };
  root.querySelector("[data-clock]").textContent = word("left", shown);
  const due = WARNINGS.findLastIndex(([left]) => clock.left <= left);
  if (due > warned && !clock.isOver) say(WARNINGS[due][1]);
  warned = due;
  // What is being typed when the hour strikes was given in time.
  if (clock.left <= 2000 && !clock.isOver) for (const item of timers.keys()) changed(item);
  if (clock.isOver) over();
  else if (isOver) goOn();
}

// The paper ends by itself: what was given in time is still sent, then the page says what is kept.
function over() {
  if (!isOver) {
    isOver = true;
    say("over");
    draw();
    sender.flush();
  }
  if (queue.isEmpty || clock.isClosed) location.reload();
}

// Minutes were given back after the end.
function goOn() {
  isOver = false;
  draw();
}

async function handIn(event) {
  event.preventDefault();
  for (const item of items) changed(item);
  await sender.flush();
  const told = event.target.querySelector("[data-end-told]");
  told.hidden = queue.size === 0;
  told.textContent = queue.size ? word("wait", { waiting: queue.size }) : "";
  if (queue.isEmpty) event.target.submit();
}

function noteAway(at, seconds) {
  if (clock.isOver) return;
  queue.leave(at, seconds);
  away = [away[0] + 1, away[1] + seconds];
  const shown = { times: away[0], seconds: away[1] };
  document.querySelector("[data-away-line]").textContent = word("away", shown);
  sender.flush();
}

function enlarge(event) {
  const isLarge = document.querySelector("main").classList.toggle("quiz-large");
  event.target.setAttribute("aria-pressed", String(isLarge));
}

function say(name) {
  root.querySelector("[data-say]").textContent = word(name);
}

function draw() {
  for (const item of items) drawItem(item);
  const waiting = new Set(queue.pending.map((one) => one.p)).size;
  const count = [...saved].filter(([at, value]) => value !== "null" && !queue.isPending(at)).length;
  const name = isOffline ? "offline" : waiting ? "waiting" : "saved";
  const line = root.querySelector("[data-saved]");
  const text = word(name, { count, waiting });
  if (line.textContent !== text) line.textContent = text;
  line.dataset.tone = waiting ? "waiting" : "kept";
  tell();
}

function drawItem(item) {
  const at = position(item);
  const isKept = saved.get(at) !== "null" && !queue.isPending(at);
  item.querySelector("fieldset").disabled = !isLive || clock.isOver;
  const link = root.querySelector(`[data-to="${at}"]`);
  link.toggleAttribute("data-kept", isKept);
  link.toggleAttribute("data-waiting", queue.isPending(at));
  const state = queue.isPending(at) ? word("sending") : isKept ? word("kept") : "";
  link.querySelector("[data-to-state]").textContent = state && `, ${state}`;
  if (lost.has(at)) tellItem(item, word("refused"), "warn");
  else tellItem(item, state, queue.isPending(at) ? "waiting" : "kept");
}

function tellItem(item, text, tone) {
  const line = item.querySelector("[data-state]");
  line.hidden = !text;
  line.dataset.tone = tone;
  if (line.textContent !== text) line.textContent = text;
}

// What stands above everything: another device goes on, or nobody is signed in any more.
function tell() {
  const told = root.querySelector("[data-told]");
  const text = !isLive ? word("moved") : isSignedOut ? word("signed-out") : "";
  told.hidden = !text;
  if (told.dataset.text === text) return;
  told.dataset.text = text;
  const line = document.createElement("p");
  line.textContent = text;
  line.setAttribute("role", "alert");
  told.replaceChildren(line);
  told.className = "notice notice--warn";
  if (!isLive) told.append(takeButton());
}

function takeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  button.textContent = word("here");
  button.addEventListener("click", () => document.querySelector("[data-take]").submit());
  return button;
}
