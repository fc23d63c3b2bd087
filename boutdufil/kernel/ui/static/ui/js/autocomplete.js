// ARIA 1.2 combobox with a list, over <input data-autocomplete="/address/?q=">.
// The server answers <li role="option" data-value data-label>; see docs/reference/interface-kit.md.

const WAIT = 180;
let count = 0;

class Combobox {
  constructor(input) {
    this.input = input;
    this.url = input.dataset.autocomplete;
    this.hidden = document.getElementById(input.dataset.autocompleteValue ?? "");
    this.active = -1;
    this.timer = 0;
    this.pending = null;
    this.build();
    this.listen();
  }

  build() {
    const { input } = this;
    const frame = document.createElement("div");
    frame.className = "combobox";
    this.list = document.createElement("ul");
    this.list.className = "combobox-list";
    this.list.id = `suggestions-${++count}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", labelOf(input));
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    input.before(frame);
    frame.append(input, this.list, this.status);
    for (const [name, value] of Object.entries({
      role: "combobox",
      autocomplete: "off",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    })) {
      input.setAttribute(name, value);
    }
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.pressed(event));
    this.input.addEventListener("blur", () => this.close());
    // Without this the field would lose the focus before the click is counted.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest('[role="option"]');
      if (option) this.choose(option);
    });
  }

  typed() {
    if (this.hidden) this.hidden.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const words = this.input.value.trim();
    this.pending?.abort();
    if (words.length < 2) return this.close();
    this.pending = new AbortController();
    try {
      const answer = await fetch(this.url + encodeURIComponent(words), {
        signal: this.pending.signal,
        headers: { "X-Requested-With": "autocomplete" },
      });
      if (answer.ok) this.show(await answer.text());
    } catch (error) {
      // A later keystroke cancels; a lost network leaves a plain field.
      if (error.name !== "AbortError") this.close();
    }
  }

  show(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    this.list.replaceChildren(...parsed.querySelectorAll('[role="option"]'));
    this.options().forEach((option, rank) => {
      option.id = `${this.list.id}-${rank}`;
      option.setAttribute("aria-selected", "false");
    });
    const found = this.options().length;
    const open = found > 0 && document.activeElement === this.input;
    this.mark(-1);
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    this.status.textContent = open ? said(found) : "";
  }

  options() {
    return [...this.list.children];
  }

  mark(rank) {
    const options = this.options();
    options[this.active]?.setAttribute("aria-selected", "false");
    this.active = rank;
    const option = options[rank];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  pressed(event) {
    const handle = this.keys()[event.key];
    if (handle && !event.isComposing && handle() !== false) event.preventDefault();
  }

  keys() {
    const shut = this.list.hidden;
    const last = this.options().length - 1;
    if (shut) return { ArrowDown: () => void this.ask(), Escape: () => this.empty() };
    return {
      ArrowDown: () => this.mark(this.active >= last ? 0 : this.active + 1),
      ArrowUp: () => this.mark(this.active <= 0 ? last : this.active - 1),
      Home: () => (this.active < 0 ? false : this.mark(0)),
      End: () => (this.active < 0 ? false : this.mark(last)),
      Enter: () => (this.active < 0 ? false : this.choose(this.options()[this.active])),
      Tab: () => (this.active >= 0 && this.choose(this.options()[this.active]), false),
      Escape: () => this.close(),
    };
  }

  empty() {
    if (!this.input.value) return false;
    this.input.value = "";
    this.typed();
  }

  choose(option) {
    this.input.value = option.dataset.label ?? option.textContent.trim();
    if (this.hidden) this.hidden.value = option.dataset.value ?? "";
    this.close();
    this.input.dispatchEvent(new CustomEvent("autocomplete:choice", {
      bubbles: true,
      detail: { value: option.dataset.value, label: this.input.value },
    }));
    if ("autocompleteSubmit" in this.input.dataset) this.input.form?.requestSubmit();
  }

  close() {
    clearTimeout(this.timer);
    this.pending?.abort();
    this.mark(-1);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.status.textContent = "";
  }
}

function labelOf(input) {
  return input.labels?.[0]?.textContent.trim() ?? input.getAttribute("aria-label") ?? "";
}

function said(found) {
  return document.documentElement.lang === "en"
    ? `${found} suggestion${found > 1 ? "s" : ""}, arrow keys to choose`
    : `${found} proposition${found > 1 ? "s" : ""}, flèches pour choisir`;
}

for (const input of document.querySelectorAll('input[data-autocomplete]:not([data-autocomplete=""])')) {
  new Combobox(input);
}
