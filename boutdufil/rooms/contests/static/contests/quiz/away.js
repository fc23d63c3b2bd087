// Notes when the page is left, and says so to whoever left it: a sign, never a proof.

const SHORTEST = 1000;

export function watchAway(onBack) {
  let left = 0;
  const leave = () => {
    left ||= Date.now();
  };
  const back = () => {
    if (!left || document.visibilityState !== "visible" || !document.hasFocus()) return;
    const away = Date.now() - left;
    if (away >= SHORTEST) onBack(left, Math.round(away / 1000));
    left = 0;
  };
  addEventListener("blur", leave);
  addEventListener("focus", back);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leave();
    else back();
  });
}
