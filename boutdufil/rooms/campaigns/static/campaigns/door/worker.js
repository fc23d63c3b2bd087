// Keep the door's page and all it loads, and give it from there: a bus has no network, or worse, a
// bad one. A change of any file is a new version, fetched whole beside the old one.
// FACTS {page, files, version} stands before this text: see selectors/door_shell.py.

const NAME = "boutdufil-door-";
const SHELF = NAME + FACTS.version;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const address = new URL(request.url);
  if (address.origin !== location.origin) return;
  const key = request.mode === "navigate" ? pageOf(address) : request;
  if (key) event.respondWith(give(key, request));
});

async function keep() {
  const shelf = await caches.open(SHELF);
  const wanted = [FACTS.page, ...FACTS.files];
  // Nobody's account: the page that is kept is the one a stranger gets.
  const ask = (address) => new Request(address, { credentials: "omit", cache: "reload" });
  await shelf.addAll(wanted.map(ask));
  await self.skipWaiting();
}

async function takeOver() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(NAME) && name !== SHELF);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

function pageOf(address) {
  return address.pathname === FACTS.page ? FACTS.page : null;
}

async function give(key, request) {
  const kept = await (await caches.open(SHELF)).match(key, { ignoreVary: true });
  return kept ?? fetch(request);
}
