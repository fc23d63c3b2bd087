// Notes are kept as they are typed: at the site, and in this window while the site is away.

const PAUSE = 600;
const AGAIN = 3000;

const name = (call) => `illico.note.${call}`;

export function wireNotes(piece) {
  const found = [...piece.querySelectorAll("form[data-note]")];
  if (piece.matches("form[data-note]")) found.push(piece);
  for (const form of found) new Note(form);
}

class Note {
  constructor(form) {
    this.form = form;
    this.name = name(form.dataset.call);
    this.area = form.querySelector("textarea");
    this.line = form.querySelector("[data-note-status]");
    this.area.addEventListener("input", () => this.changed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    const kept = sessionStorage.getItem(this.name);
    if (kept !== null && kept !== this.area.value) {
      this.area.value = kept;
      this.save();
    }
  }

  changed() {
    sessionStorage.setItem(this.name, this.area.value);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  async save() {
    clearTimeout(this.timer);
    const text = this.area.value;
    try {
      const body = new FormData(this.form);
      const headers = { accept: "application/json" };
      const answer = await fetch(this.form.action, { method: "POST", body, headers });
      if (!answer.ok) throw new Error(answer.statusText);
      const { saved_at: at } = await answer.json();
      if (sessionStorage.getItem(this.name) === text) sessionStorage.removeItem(this.name);
      this.line.textContent = this.form.dataset.saved.replace("{time}", at);
    } catch {
      this.line.textContent = this.form.dataset.waiting;
      this.timer = setTimeout(() => this.save(), AGAIN);
    }
  }
}
