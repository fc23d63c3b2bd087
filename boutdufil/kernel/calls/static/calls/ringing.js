// A call that rings without sound: the page's edge, its title, a telephone's vibration.

// Once a second: far under the three flashes that can hurt (WCAG 2.3.1).
const BEAT = 1000;
let timer = 0;
let title = "";

// Ring on an element; `words` replaces the page's title every other second.
export function ring(element, words) {
  if (timer) return;
  title = document.title;
  element.classList.add("call-ringing");
  let isOn = false;
  const beat = () => {
    isOn = !isOn;
    document.title = isOn ? words : title;
    if (isOn) navigator.vibrate?.(300);
  };
  beat();
  timer = setInterval(beat, BEAT);
}

export function stopRinging(element) {
  if (!timer) return;
  clearInterval(timer);
  timer = 0;
  navigator.vibrate?.(0);
  element.classList.remove("call-ringing");
  document.title = title;
}
