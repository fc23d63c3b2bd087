// The page's one stream of messages, over every <div data-stream> of {% stream token %}.
//
//   import { subscribe } from "/static/realtime/stream.js";
//   const stop = subscribe("plan:3", "answered", (body) => …);   // kind "*": all, (body, kind)
//   watch((isOpen) => …);                                         // the connection comes and goes
//   reopen();                                                     // the page has other <div>s now
//
// Stored messages arrive once and in order, also after a break; live ones as they come.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
// Messages are kept for a day; a page that slept nearly as long is loaded anew.
const STALE = 12 * 3600 * 1000;
const TICK = 60_000;

const callbacks = new Map();
const watchers = new Set();
let source = null;
let last = "";
let isOpen = false;
let wait = FIRST_WAIT;
let timer = 0;
let alive = Date.now();

export function subscribe(topic, kind, callback) {
  const key = `${topic} ${kind}`;
  if (!callbacks.has(key)) callbacks.set(key, new Set());
  callbacks.get(key).add(callback);
  open();
  return () => callbacks.get(key).delete(callback);
}

export function watch(callback) {
  watchers.add(callback);
  callback(isOpen);
  return () => watchers.delete(callback);
}

// Nothing is missed meanwhile: the new stream goes on after the last message of the old.
export function reopen() {
  close();
  open();
}

function open() {
  if (source || timer || callbacks.size === 0) return;
  const url = address(document);
  if (!url) return;
  source = new EventSource(url);
  source.onmessage = received;
  source.onerror = broken;
}

function address(page) {
  const urls = [...page.querySelectorAll("[data-stream]")].map(
    (element) => new URL(element.dataset.stream, location.href),
  );
  if (urls.length === 0) return "";
  const [url, ...others] = urls;
  for (const other of others) url.searchParams.append("t", other.searchParams.get("t"));
  if (last) url.searchParams.set("last", last);
  return url.href;
}

function received(event) {
  if (event.lastEventId) last = event.lastEventId;
  const { topic, kind, body } = JSON.parse(event.data);
  if (kind === "stream.open") changed(true);
  for (const key of [`${topic} ${kind}`, `${topic} *`]) {
    for (const callback of callbacks.get(key) ?? []) {
      try {
        callback(body, kind);
      } catch (error) {
        console.error(error);
      }
    }
  }
}

function changed(state) {
  if (state) {
    wait = FIRST_WAIT;
    alive = Date.now();
  }
  if (state === isOpen) return;
  isOpen = state;
  for (const callback of watchers) callback(isOpen);
}

// A mere break mends itself; only a refusal (an old token, a site that is away) comes to an end.
function broken() {
  changed(false);
  if (source.readyState !== EventSource.CLOSED) return;
  source = null;
  timer = setTimeout(renew, wait * (0.5 + Math.random()));
  wait = Math.min(wait * 2, LONGEST_WAIT);
}

// The page itself gives the new token, to whoever may still see it.
async function renew() {
  if (Date.now() - alive > STALE) return location.reload();
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelectorAll("[data-stream]");
    document.querySelectorAll("[data-stream]").forEach((element, index) => {
      if (answer.ok && fresh[index]) element.dataset.stream = fresh[index].dataset.stream;
    });
  } catch {
    // Still away: the stream says so, and this is tried again.
  }
  timer = 0;
  open();
}

function close() {
  clearTimeout(timer);
  timer = 0;
  source?.close();
  source = null;
  changed(false);
}

addEventListener("pagehide", close);
addEventListener("pageshow", (event) => {
  if (event.persisted && Date.now() - alive > STALE) location.reload();
  else open();
});
setInterval(() => {
  if (isOpen) alive = Date.now();
}, TICK);
