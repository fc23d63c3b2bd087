// The words of a page's scripts: in its own language, in <template data-words>.

export function readWords(root) {
  const found = root.querySelector("template[data-words]")?.content ?? document.createElement("i");
  const words = new Map();
  for (const element of found.querySelectorAll("[data-word]")) {
    words.set(element.dataset.word, element.textContent.trim());
  }
  return (name, values = {}) =>
    (words.get(name) ?? "").replace(/\{(\w+)\}/g, (_all, key) => values[key] ?? "");
}
