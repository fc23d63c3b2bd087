// Clocks of a console and a wall: what has lasted, what is left; by the server's time.

const pad = (number) => String(number).padStart(2, "0");
let ahead = 0;
let clocks = [];

function words(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return `${hours ? `${hours}:${pad(minutes)}` : minutes}:${pad(seconds % 60)}`;
}

function tick() {
  const now = Date.now() + ahead;
  for (const clock of clocks) {
    const at = Number(clock.dataset.ms);
    clock.textContent = words(clock.dataset.clock === "until" ? at - now : now - at);
  }
}

export function follow(root) {
  clocks = [...root.querySelectorAll("[data-clock]")];
  const told = clocks.find((clock) => clock.dataset.now && !clock.dataset.read);
  if (told) ahead = Number(told.dataset.now) - Date.now();
  for (const clock of clocks) clock.dataset.read = "yes";
  tick();
}

setInterval(tick, 1000);
