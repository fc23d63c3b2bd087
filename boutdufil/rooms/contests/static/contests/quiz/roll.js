// The roll is read anew while the session goes on, and never under somebody's finger.

const EVERY = 5000;

const place = document.querySelector("[data-roll]");

async function read() {
  if (document.visibilityState === "hidden" || place.contains(document.activeElement)) return;
  const answer = await fetch(place.dataset.roll, { cache: "no-store", redirect: "error" });
  if (answer.ok && !place.contains(document.activeElement)) {
    place.innerHTML = await answer.text();
  }
}

if (place) setInterval(() => read().catch(() => {}), EVERY);
