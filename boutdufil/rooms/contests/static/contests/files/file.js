// Each answer of a file is kept by the server as it is written; until it says so, it is kept here.
//
// One request at a time for an answer, with the revision it was written upon. When the network is
// gone the text stays in this browser and is sent again. Two members who write at once are both
// kept by the server: the page says so, and shows both when it is read anew.

const PAUSE = 800;
const AGAIN = 4000;
// The same pattern as the server's: letters, figures, and what joins two parts of one word.
const WORD = /[\p{L}\p{N}_\p{M}]+(?:[-'’][\p{L}\p{N}_\p{M}]+)*/gu;

const form = document.querySelector("[data-file]");
const answers = form ? [...form.querySelectorAll("[data-answer]")].map((box) => new Answer(box)) : [];

if (form) {
  window.addEventListener("online", () => answers.forEach((one) => one.send()));
  window.addEventListener("beforeunload", (event) => {
    if (!form.dataset.leaving && answers.some((one) => one.isWaiting)) event.preventDefault();
  });
  form.addEventListener("submit", () => {
    form.dataset.leaving = "yes";
  });
}

function Answer(box) {
  const text = box.querySelector("textarea");
  const revision = box.querySelector("input[type=hidden]");
  const state = box.querySelector("[data-state]");
  const words = box.querySelector("[data-words]");
  const key = `contests-file-${form.dataset.key}-${box.dataset.answer}`;
  let kept = text.value;
  let timer = 0;
  let isSending = false;
  let isClashing = false;

  this.send = send;
  Object.defineProperty(this, "isWaiting", { get: () => text.value !== kept });
  text.addEventListener("input", () => {
    count();
    remember();
    clearTimeout(timer);
    timer = setTimeout(send, PAUSE);
  });
  recall();
  count();

  function count() {
    const found = text.value.match(WORD)?.length ?? 0;
    words.textContent = String(found);
    words.classList.toggle("words-over", found > Number(words.dataset.most));
  }

  // What an earlier visit could not send is still to be sent, upon the revision it was written.
  function recall() {
    const found = read();
    if (!found || found.text === text.value || isBeside(found.text)) return forget();
    text.value = found.text;
    revision.value = found.revision;
    send();
  }

  function isBeside(words) {
    return [...box.querySelectorAll("[data-other]")].some((one) => one.dataset.other === words);
  }

  async function send() {
    clearTimeout(timer);
    if (isSending || text.value === kept) return;
    isSending = true;
    const sent = text.value;
    if (!isClashing) say(form.dataset.saving);
    const said = await post({
      question: Number(box.dataset.answer),
      text: sent,
      revision: Number(revision.value),
    });
    isSending = false;
    if (!said) return wait();
    if (said.error) return refuse(said.error);
    kept = sent;
    if (text.value === sent) forget();
    answer(said);
    if (text.value !== kept) timer = setTimeout(send, PAUSE);
  }

  function answer(said) {
    isClashing = said.conflict !== "";
    if (isClashing) return clash(said.conflict);
    revision.value = String(said.revision);
    say(form.dataset.saved.replace("{hour}", said.at));
  }

  function clash(who) {
    say(`${form.dataset.conflict.replace("{who}", who)} `, "wait");
    const link = document.createElement("a");
    link.href = `${location.pathname}#titre-${box.dataset.answer}`;
    link.textContent = form.dataset.both;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      form.dataset.leaving = "yes";
      location.hash = link.hash;
      location.reload();
    });
    state.append(link);
  }

  function wait() {
    say(form.dataset.waiting, "wait");
    timer = setTimeout(send, AGAIN);
  }

  function refuse(why) {
    say(why, "wait");
  }

  function say(what, tone = "") {
    state.dataset.tone = tone;
    if (state.textContent !== what) state.textContent = what;
  }

  function remember() {
    try {
      localStorage.setItem(key, JSON.stringify({ text: text.value, revision: revision.value }));
    } catch {
      // A browser that keeps nothing: the server still does.
    }
  }

  function read() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  }
}

// What the server says; null when it could not be reached, or is not itself.
async function post(said) {
  try {
    const answered = await fetch(form.dataset.file, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body: JSON.stringify(said),
    });
    const isOurs = answered.headers.get("Content-Type")?.startsWith("application/json");
    if (!isOurs || answered.status >= 500) return null;
    const told = await answered.json();
    return answered.ok ? { error: "", ...told } : { error: told.error };
  } catch {
    return null;
  }
}
