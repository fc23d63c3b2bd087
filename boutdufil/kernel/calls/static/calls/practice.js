// Small comforts of a practised call; every turn works the same without this file.

const READER = "speechSynthesis" in window ? window.speechSynthesis : null;

/** Let the browser's own voice read the caller's words, when the visitor wants it. */
function offerListening(root) {
  const frame = root.querySelector("[data-listen]");
  const words = root.querySelector("[data-spoken]");
  if (!READER || !frame || !words) return;
  frame.hidden = false;
  const label = frame.querySelector("button span");
  const start = label.textContent;
  const rest = () => {
    label.textContent = start;
  };
  frame.querySelector("button").addEventListener("click", (event) => {
    if (READER.speaking) {
      READER.cancel();
      return;
    }
    const speech = new SpeechSynthesisUtterance(words.textContent);
    speech.lang = document.documentElement.lang;
    speech.addEventListener("end", rest);
    speech.addEventListener("error", rest);
    label.textContent = event.currentTarget.dataset.stop;
    READER.speak(speech);
  });
}

/** The next turn begins where it is read: at who speaks, for eyes and for screen readers. */
function beginTurn(root) {
  READER?.cancel();
  offerListening(root);
  const heading = root.querySelector("#qui-parle");
  heading?.focus({ preventScroll: true });
  root.scrollIntoView({ block: "start" });
}

document.body.addEventListener("htmx:afterSwap", () => {
  const root = document.getElementById("tour");
  if (root) beginTurn(root);
});
window.addEventListener("pagehide", () => READER?.cancel());
const first = document.getElementById("tour");
if (first) offerListening(first);
