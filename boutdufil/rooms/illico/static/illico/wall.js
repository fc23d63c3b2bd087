// The wall of a team: queues every second by the stream, everything else every few seconds.

import { subscribe, watch } from "../realtime/stream.js";
import { follow } from "./clocks.js";
import { exchange } from "./pieces.js";

const root = document.querySelector("[data-wall]");
const LOOK = 5000;
let asked = 0;

async function refresh() {
  const number = ++asked;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(root.id);
    if (!fresh || number < asked) return;
    exchange(root, fresh);
    follow(root);
  } catch {
    // Away: the time of the picture says how old it is.
  }
}

function show({ lines }) {
  for (const [line, figures] of Object.entries(lines)) {
    const row = root.querySelector(`[data-line="${CSS.escape(line)}"]`);
    for (const [name, value] of Object.entries(figures)) {
      const cell = row?.querySelector(`[data-figure="${name}"]`);
      if (cell && cell.textContent !== String(value)) cell.textContent = value;
    }
  }
}

for (const topic of root.dataset.topics.split(" ")) {
  subscribe(topic, "*", (body, kind) => (kind === "wall" ? show(body) : refresh()));
}
watch((isOpen) => isOpen && refresh());
setInterval(refresh, LOOK);
follow(root);
