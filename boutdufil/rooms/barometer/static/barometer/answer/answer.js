// Answers are saved as one types, and checked as the server checks them.
//
// One request at a time, with what the page knew: another window's answer is never overwritten
// unseen. What could not be sent is sent again by the next pause, or by the button.

import { evaluate } from "./expressions.js";

const PAUSE = 900;
const AGAIN = 4000;
const NO_IDEA = "?";
const GROUPED = /^-?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const NUMBER = /^-?\d+(?:[.,]\d+)?$/;

const form = document.querySelector("[data-answers]");
const known = JSON.parse(form.dataset.answers);
const state = form.querySelector("[data-state]");
const isEnglish = document.documentElement.lang.startsWith("en");
const boxes = new Map(
  [...form.querySelectorAll("[data-question]")].map((box) => [box.dataset.question, box]),
);
let timer = 0;
let isSending = false;
let isWaiting = false;

form.addEventListener("input", (event) => {
  agree(event.target);
  look();
  isWaiting = true;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
});
form.addEventListener("submit", () => {
  isWaiting = false;
  clearTimeout(timer);
});
window.addEventListener("beforeunload", (event) => {
  if (isWaiting) event.preventDefault();
});
look();

// To say one does not know empties the field, and to type says one does.
function agree(control) {
  const box = control.closest("[data-question]");
  const unknown = box?.querySelector(`[name="k_${box.dataset.question}"]`);
  if (!unknown) return;
  const values = [...box.querySelectorAll(`[name="a_${box.dataset.question}"]`)];
  if (control === unknown && unknown.checked) {
    for (const one of values) {
      if (one.type === "checkbox") one.checked = false;
      else one.value = "";
    }
  } else if (values.includes(control)) {
    unknown.checked = false;
  }
}

// Returns what a question is answered on the page: undefined when blank, null when unknown.
function answer(question) {
  const controls = [...boxes.get(question.code).querySelectorAll(`[name="a_${question.code}"]`)];
  const isUnknown = boxes.get(question.code).querySelector(`[name="k_${question.code}"]`)?.checked;
  if (question.kind === "choices") {
    const ticked = controls.filter((one) => one.checked).map((one) => one.value);
    return ticked.length ? ticked : isUnknown ? null : undefined;
  }
  if (question.kind === "choice") {
    const ticked = controls.find((one) => one.checked)?.value;
    return ticked === NO_IDEA ? null : ticked;
  }
  const typed = number(question, controls[0].value);
  return typed === undefined && isUnknown ? null : typed;
}

function number(question, text) {
  let bare = text.replace(/[\s’']/g, "");
  if (isEnglish && GROUPED.test(bare)) bare = bare.replaceAll(",", "");
  if (!NUMBER.test(bare)) return undefined;
  const unit = boxes.get(question.code).querySelector(`[name="m_${question.code}"]`)?.value ?? "";
  return Number((Number(bare.replace(",", ".")) * (question.units[unit] ?? 1)).toFixed(6));
}

// Shows what is asked now, and says which figures contradict one another.
function look() {
  const held = { values: {}, before: known.before, hidden: new Set() };
  for (const question of known.questions) {
    const isAsked = evaluate(question.visible_if, { ...held, before: {} }) === true;
    const isHere = boxes.has(question.code);
    if (isHere) boxes.get(question.code).hidden = !isAsked;
    if (!isAsked) {
      held.hidden.add(question.code);
      continue;
    }
    const said = isHere ? answer(question) : known.values[question.code];
    if (said !== undefined) held.values[question.code] = said;
  }
  for (const [code, box] of boxes) tell(code, box, held);
}

function tell(code, box, held) {
  const found = known.checks.filter(
    (one) =>
      one.question === code && !held.hidden.has(code) && evaluate(one.holds, held) === false,
  );
  const lines = found.map((one) => {
    const line = document.createElement("p");
    line.dataset.severity = one.severity;
    line.textContent = sentence(one, held);
    return line;
  });
  const place = box.querySelector("[data-found]");
  const told = lines.map((line) => line.textContent).join("\n");
  const before = [...place.children].map((line) => line.textContent).join("\n");
  if (told !== before) place.replaceChildren(...lines);
}

function sentence(check, held) {
  return check.message.replace(/\{(\w+)\}/g, (_whole, name) => {
    const value = evaluate(check.facts[name], held);
    if (typeof value !== "number") return form.dataset.unknown;
    return value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
  });
}

async function save() {
  if (isSending) return;
  isSending = true;
  isWaiting = false;
  say(form.dataset.saving);
  const said = await post(new FormData(form));
  isSending = false;
  if (said === null) {
    isWaiting = true;
    say(form.dataset.waiting);
    timer = setTimeout(save, AGAIN);
  } else if (said.error) {
    say(said.error);
  } else {
    form.elements.held.value = said.held;
    say(form.dataset.saved.replace("{hour}", said.at));
    if (isWaiting) timer = setTimeout(save, PAUSE);
  }
}

function say(what) {
  if (state.textContent !== what) state.textContent = what;
}

// What the server says; null when it could not be reached, or is not itself.
async function post(data) {
  try {
    const answered = await fetch(location.href, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: data,
    });
    const isOurs = answered.headers.get("Content-Type")?.startsWith("application/json");
    return isOurs && answered.status < 500 ? await answered.json() : null;
  } catch {
    return null;
  }
}
