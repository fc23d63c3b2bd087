// The door's page: which screen is shown, and what its buttons do. What a device knows stands in
// keeper.js; nothing here goes to the network by itself but through it.

import { readWords } from "../../calls/words.js";
import { Camera, readPicture } from "./camera.js";
import { Desk } from "./desk.js";
import { Forged, Keeper } from "./keeper.js";
import { tokenIn } from "./tickets.js";
import { TooSoon, Vault, WrongPin } from "./vault.js";
import { NoNetwork, Over, Refused } from "./wire.js";

const SHORTEST_PIN = 6;
const SEND_EVERY = 60_000;
const LOCK_AFTER = 10 * 60_000;
const SURE_FOR = 6_000;

const root = document.querySelector("[data-door]");
const word = readWords(root);
const alertLine = root.querySelector("[data-alert]");

let keeper;
let desk;
let camera;
let token = tokenIn(location.hash);
let hiddenSince = 0;

function show(screen, said = "") {
  for (const section of root.querySelectorAll("[data-screen]")) {
    section.hidden = section.dataset.screen !== screen;
  }
  alertLine.textContent = said;
  const first = root.querySelector(`[data-screen="${screen}"] input`);
  (first ?? root.querySelector("[data-title]")).focus();
}

function say(error) {
  alertLine.textContent = wordsOf(error);
}

function wordsOf(error) {
  if (error instanceof WrongPin) return word("pin-wrong", { tries: error.tries });
  if (error instanceof TooSoon) return word("pin-wait", { seconds: error.seconds });
  if (error instanceof NoNetwork) return word("need-network");
  if (error instanceof Forged) return word("forged");
  if (error instanceof Refused && error.message) return error.message;
  return word("problem");
}

function onSubmit(name, act) {
  const form = root.querySelector(`[data-form="${name}"]`);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    alertLine.textContent = "";
    run(() => act(form));
  });
}

function onPress(name, act) {
  const button = root.querySelector(`[data-do="${name}"]`);
  button.addEventListener("click", () => run(() => act(button)));
}

async function run(act) {
  try {
    await act();
  } catch (error) {
    if (error instanceof Over) leave(word("gone"));
    else say(error);
  }
}

// What cannot be taken back is pressed twice.
function isSure(button, name) {
  if (button.dataset.asked) return true;
  const before = button.textContent;
  button.dataset.asked = "yes";
  button.textContent = word(name);
  setTimeout(() => {
    delete button.dataset.asked;
    button.textContent = before;
  }, SURE_FOR);
  return false;
}

function leave(said) {
  camera.stop();
  desk.clear();
  token = "";
  show("start", said);
}

function start(form) {
  token = tokenIn(form.elements.address.value);
  if (token) show("choose");
  else alertLine.textContent = word("bad-address");
}

async function choose(form) {
  const { pin, again } = form.elements;
  const fault = faultOf(pin.value, again.value);
  if (fault) {
    alertLine.textContent = word(fault);
    pin.focus();
    return;
  }
  await keeper.pair(token, pin.value);
  token = "";
  form.reset();
  await open();
}

function faultOf(pin, again) {
  if (pin.length < SHORTEST_PIN) return "pin-short";
  const steps = new Set([...pin].slice(1).map((c, i) => c.charCodeAt(0) - pin.charCodeAt(i)));
  if (steps.size === 1 && Math.abs([...steps][0]) <= 1) return "pin-simple";
  return pin === again ? "" : "pin-other";
}

async function unlock(form) {
  const pin = form.elements.pin.value;
  form.reset();
  await keeper.unlock(pin);
  await open();
}

async function open() {
  show("door", keeper.isPast ? word("past") : "");
  desk.draw();
  await exchange();
}

async function exchange(withList = true) {
  try {
    desk.tell(await keeper.exchange({ withList }));
    desk.isOffline = false;
  } catch (error) {
    desk.isOffline = error instanceof NoNetwork;
    if (!desk.isOffline) throw error;
  } finally {
    if (keeper.vault.secret) desk.draw();
  }
}

function lock() {
  camera.stop();
  keeper.vault.close();
  desk.clear();
  show("unlock");
}

async function forget(button) {
  if (!isSure(button, "sure-forget")) return;
  await keeper.vault.erase();
  leave("");
}

async function finish(button) {
  if (!isSure(button, "sure-finish")) return;
  await keeper.finish();
  leave(word("finished"));
}

async function toggleCamera(button) {
  if (camera.isOn) {
    camera.stop();
  } else {
    try {
      await camera.start();
      alertLine.textContent = word("camera-on");
    } catch {
      alertLine.textContent = word("no-camera");
    }
  }
  button.setAttribute("aria-pressed", String(camera.isOn));
}

async function readPhoto(field) {
  const text = await readPicture(field.files[0]);
  field.value = "";
  if (text) await desk.read(text);
  else alertLine.textContent = word("unreadable");
}

function wire() {
  onSubmit("start", start);
  onSubmit("choose", choose);
  onSubmit("unlock", unlock);
  onSubmit("code", (form) => desk.type(form));
  onSubmit("group", (form) => desk.letGroupIn(form));
  onSubmit("walk-in", (form) => desk.walkIn(form));
  onPress("sync", () => exchange());
  onPress("lock", lock);
  onPress("forget", forget);
  onPress("finish", finish);
  onPress("camera", toggleCamera);
  const photo = root.querySelector("[data-photo]");
  photo.addEventListener("change", () => run(() => readPhoto(photo)));
  addEventListener("online", () => ifOpen(exchange));
  setInterval(() => ifOpen(exchange), SEND_EVERY);
  document.addEventListener("visibilitychange", onVisibility);
}

function ifOpen(act) {
  if (keeper.vault.secret) run(act);
}

// A telephone left on a table closes its list by itself.
function onVisibility() {
  if (document.hidden) {
    hiddenSince = Date.now();
    if (camera.isOn) camera.stop();
  } else if (keeper.vault.secret && Date.now() - hiddenSince > LOCK_AFTER) {
    lock();
  }
}

async function begin() {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle || !globalThis.indexedDB) {
    alertLine.textContent = word("unsupported");
    return;
  }
  const { worker, scope } = root.dataset;
  navigator.serviceWorker?.register(worker, { scope }).catch(() => {});
  navigator.storage?.persist?.();
  history.replaceState(null, "", location.pathname);
  keeper = new Keeper(await Vault.open(), scope);
  desk = new Desk(root, word, keeper, () => run(() => exchange(false)));
  camera = new Camera(root.querySelector("[data-camera]"), (text) => run(() => desk.read(text)));
  wire();
  await firstScreen();
}

async function firstScreen() {
  if (!keeper.vault.isMade) {
    show(token ? "choose" : "start");
    return;
  }
  show("unlock");
  try {
    await keeper.checkAlive();
  } catch (error) {
    if (!(error instanceof Over)) return;
    await keeper.vault.erase();
    leave(word("gone"));
  }
}

await run(begin);
