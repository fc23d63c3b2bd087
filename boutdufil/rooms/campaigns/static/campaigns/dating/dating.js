// A page of a job dating is read anew when its day changes, and when a round begins.
//
// data-when="idle": not while somebody writes a note. data-when="phone": one of hundreds.

import { subscribe } from "../../realtime/stream.js";

// The telephones of one hall do not ask in the same moment; its screen does not wait for them.
const SPREAD = 1500;
const SPREAD_OF_PHONES = 15_000;
const LONGEST = 2 ** 31 - 1;

const place = document.querySelector("[data-dating]");
let waiting = 0;

if (place) {
  subscribe(place.dataset.dating, "changed", () => again(Math.random() * spread()));
  const seconds = Number(place.dataset.seconds);
  if (seconds) again(Math.min(seconds * 1000 + 500, LONGEST));
}

function spread() {
  return place.dataset.when === "phone" ? SPREAD_OF_PHONES : SPREAD;
}

function again(delay) {
  const due = Date.now() + delay;
  if (waiting && waiting.due <= due) return;
  if (waiting) clearTimeout(waiting.timer);
  waiting = { due, timer: setTimeout(read, delay) };
}

function read() {
  waiting = 0;
  if (place.dataset.when === "idle" && isBusy()) return again(5000);
  location.reload();
}

// What somebody is writing, or choosing, is not taken from under their fingers.
function isBusy() {
  const here = document.activeElement;
  return here?.matches("textarea, select, input") || document.querySelector("details[open]") !== null;
}
