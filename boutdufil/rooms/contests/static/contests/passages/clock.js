// The time of the passage under way, by the server's clock. Without this, a reload tells it too.

import { Clock } from "../quiz/clock.js";

const MINUTE = 60000;
const place = document.querySelector("[data-ends]");

if (place) {
  const ends = Number(place.dataset.ends);
  const clock = new Clock(Number(place.dataset.now), ends, ends);
  const words = place.querySelector("[data-left]");
  const show = () => {
    const over = clock.now >= clock.ends;
    const away = Math.floor(Math.abs(clock.ends - clock.now) / 1000);
    const time = `${Math.floor(away / 60)}:${String(away % 60).padStart(2, "0")}`;
    words.textContent = (over ? place.dataset.over : place.dataset.within).replace("{time}", time);
    place.classList.toggle("passage-clock--short", clock.left < 2 * MINUTE);
  };
  show();
  setInterval(show, 1000);
}
