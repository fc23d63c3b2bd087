// A juror's marks are kept in the device first, then on the server; nothing is lost without a network.
//
// The server numbers what it keeps: a tablet that was away neither loses nor overwrites. The same
// marks sent twice are kept once. Without this module the page is an ordinary form.

const form = document.querySelector("[data-reading]");
const AGAIN = 4000;

if (form) start(form);

function start(form) {
  const key = `jury:${form.dataset.person}:${form.dataset.reading}`;
  const state = form.querySelector("[data-state]");
  const conflict = form.querySelector("[data-conflict]");
  let timer = 0;
  let sending = false;

  const held = read(key);
  if (held) {
    fill(form, held.values);
    send();
  }
  form.addEventListener("input", () => keep(false));
  form.addEventListener("change", () => keep(false));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(event.submitter?.value === "give");
  });
  window.addEventListener("online", () => send());
  for (const button of form.querySelectorAll("[data-keep]")) {
    button.addEventListener("click", () => settle(button.dataset.keep));
  }

  function keep(gives) {
    write(key, { values: values(form), gives });
    later(gives ? 0 : 400);
  }

  function later(delay) {
    clearTimeout(timer);
    timer = setTimeout(send, delay);
  }

  async function send() {
    const entry = read(key);
    if (!entry || sending || !conflict.hidden) return;
    sending = true;
    say("waiting");
    try {
      await answered(await post(form, entry), entry);
    } catch {
      say(entry.gives ? "giving" : "away");
      later(AGAIN);
    } finally {
      sending = false;
    }
  }

  async function answered(answer, entry) {
    if (!isJson(answer)) return refusedEntry(answer);
    const told = await answer.json();
    if (answer.status === 409) return behind(told);
    if (!answer.ok) {
      write(key, { ...entry, gives: false });
      state.textContent = told.text;
      return undefined;
    }
    form.elements.revision.value = told.revision;
    if (told.given) {
      forget(key);
      location.reload();
      return undefined;
    }
    return kept(entry, told.revision);
  }

  function kept(entry, revision) {
    const now = read(key);
    if (now && JSON.stringify(now.values.fields) !== JSON.stringify(entry.values.fields)) {
      write(key, { ...now, values: { ...now.values, revision } });
      return later(0);
    }
    if (now?.gives && !entry.gives) {
      write(key, { ...now, values: { ...now.values, revision } });
      return later(0);
    }
    forget(key);
    return say("saved");
  }

  function refusedEntry(answer) {
    if (answer.status >= 500 || answer.status === 429) throw new Error("not now");
    say("closed");
    later(AGAIN * 4);
  }

  function behind(told) {
    conflict.hidden = false;
    conflict.dataset.revision = told.revision;
    conflict.querySelector("[data-conflict-text]").textContent = told.text;
    state.textContent = "";
    conflict.querySelector("button").focus();
  }

  function settle(choice) {
    conflict.hidden = true;
    if (choice === "theirs") {
      forget(key);
      location.reload();
      return;
    }
    form.elements.revision.value = conflict.dataset.revision;
    keep(false);
  }

  function say(name) {
    state.textContent = state.dataset[name];
  }
}

function values(form) {
  const fields = [...new FormData(form)].filter(
    ([name]) => name.startsWith("mark_") || name === "comment" || name === "private_note",
  );
  return { revision: form.elements.revision.value, fields };
}

function fill(form, { revision, fields }) {
  form.elements.revision.value = revision;
  for (const [name, value] of fields) {
    const field = form.elements[name];
    if (field) field.value = value;
  }
}

function post(form, entry) {
  const body = new URLSearchParams(entry.values.fields);
  body.set("revision", entry.values.revision);
  body.set("do", entry.gives ? "give" : "save");
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  return fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
}

function isJson(answer) {
  return !answer.redirected && (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, entry) {
  try {
    localStorage.setItem(key, JSON.stringify(entry));
  } catch {
    // Without room in the device the marks still go to the server.
  }
}

function forget(key) {
  localStorage.removeItem(key);
}
