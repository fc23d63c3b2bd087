// What an organisation pays for a call has an end. Whoever answers reads it, without a sound: it is
// said again at every look, and written once.

export function showCeiling(root, { call, is_full: isFull }) {
  const line = root.querySelector(`#${CSS.escape(`appel-${call}`)} [data-ceiling]`);
  if (!line) return;
  const words = isFull ? line.dataset.full : line.dataset.half;
  if (line.textContent !== words) line.textContent = words;
}
