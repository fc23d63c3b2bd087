// What a device shows while its list is open: the answer to a ticket, who came, what waits.

import { CODE_LENGTH, foldCode, hashHex, tokenIn } from "./tickets.js";

const TONES = { welcome: "yes", group: "ask", walked: "yes", entered: "yes", waiting: "ask" };
const RECENT = 5;
const AGAIN_AFTER = 4_000;

export class Desk {
  constructor(root, word, keeper, onScan) {
    this.root = root;
    this.word = word;
    this.keeper = keeper;
    this.onScan = onScan;
    this.isOffline = false;
    this.row = null;
    this.last = { text: "", at: 0 };
  }

  // What a camera saw: the same picture stands before it for many looks.
  async read(text) {
    const now = Date.now();
    const isSame = text === this.last.text && now - this.last.at < AGAIN_AFTER;
    this.last = { text, at: now };
    if (isSame) return;
    const token = tokenIn(text);
    if (token) await this.answer({ ticket: await hashHex(token) });
    else await this.answer({ code: foldCode(text) });
  }

  async type(form) {
    const field = form.elements.code;
    const token = tokenIn(field.value);
    const code = foldCode(field.value);
    if (!token && code.length !== CODE_LENGTH) {
      this.result("no", { verdict: this.word("short") });
    } else {
      await this.answer(token ? { ticket: await hashHex(token) } : { code });
      form.reset();
    }
    if (this.form("group").hidden) field.focus();
  }

  async answer(asked) {
    const found = await this.keeper.book.judge(asked);
    this.row = found.row ?? null;
    this.form("group").hidden = found.what !== "group";
    if (found.what === "welcome") await this.log({ kind: "came", ticket: found.row.ticket, people: 1 });
    this.say(found);
    if (found.what === "group") this.askHowMany(found);
  }

  say(found) {
    const { what, row } = found;
    const name = row?.name ?? found.event ?? "";
    const verdict = this.word(what);
    this.result(TONES[what] ?? "no", { verdict, name, detail: this.detail(found), needs: row?.needs });
    navigator.vibrate?.(what === "welcome" ? 60 : [60, 80, 60, 80, 60]);
  }

  detail({ what, row, at, came, elsewhere }) {
    const parts = [row?.slot];
    if (row?.status === "offered") parts.push(this.word("offered"));
    if (what === "group") parts.push(this.word("group-detail", { came, places: row.places }));
    if (what === "again") {
      parts.push(this.word(elsewhere ? "again-elsewhere" : "again-detail", { time: clock(at) }));
    }
    if (what === "unknown") {
      const made = this.keeper.held?.list.made_at;
      parts.push(made ? this.word("unknown-detail", { time: clock(made) }) : this.word("list-none"));
    }
    return parts.filter(Boolean).join(" · ");
  }

  askHowMany({ row, came }) {
    const field = this.form("group").elements.people;
    field.value = row.places - came;
    field.focus();
    field.select();
  }

  async letGroupIn(form) {
    const people = count(form.elements.people.value);
    const { came } = this.keeper.book.arrived(this.row);
    const left = this.row.places - came;
    if (!people) return this.result("ask", { verdict: this.word("number"), name: this.row.name });
    if (people > left) {
      return this.result("ask", { verdict: this.word("too-many", { left }), name: this.row.name });
    }
    await this.log({ kind: "came", ticket: this.row.ticket, people });
    form.hidden = true;
    const said = { people: came + people, places: this.row.places };
    this.result("yes", { verdict: this.word("entered", said), name: this.row.name });
    this.form("code").elements.code.focus();
  }

  async walkIn(form) {
    const { people: number, name, email } = form.elements;
    const people = count(number.value);
    const consents = [...form.querySelectorAll(":checked")].map((box) => box.value);
    const fault = this.faultOf(people, name.value.trim(), email, consents);
    if (fault) return this.result("no", { verdict: fault });
    const left = { name: name.value.trim(), email: email.value.trim(), consents };
    await this.log({ kind: "walk_in", people, ...left });
    form.reset();
    this.result("yes", { verdict: this.word("walked", { people }), name: left.name });
  }

  faultOf(people, name, email, consents) {
    const { left } = this.keeper.book;
    if (!people) return this.word("number");
    if (people > left) return this.word("full", { left });
    if (!name && (email.value || consents.length)) return this.word("named");
    return email.validity.valid && /^$|\.[^.@]+$/.test(email.value) ? "" : this.word("email");
  }

  async undo(scan) {
    await this.log({ kind: "undone", undoes: scan.number, people: 1 });
    this.form("group").hidden = true;
    this.result("ask", { verdict: this.word("undone"), name: this.nameOf(scan) });
    this.form("code").elements.code.focus();
  }

  async log(scan) {
    await this.keeper.log(scan);
    this.draw();
    this.onScan();
  }

  result(tone, { verdict = "", name = "", detail = "", needs = "" }) {
    this.root.querySelector("[data-result]").dataset.tone = tone;
    this.fact("verdict", verdict);
    this.fact("name", name);
    this.fact("detail", detail);
    this.fact("needs", needs);
  }

  // Say which of the tickets just sent were let in elsewhere too.
  tell(clashing) {
    const names = [...clashing].map((ticket) => this.keeper.book.name(ticket)).filter(Boolean);
    if (names.length) {
      this.root.querySelector("[data-alert]").textContent = this.word("clashes", {
        names: names.join(", "),
      });
    }
  }

  draw() {
    const { book, held, device } = this.keeper;
    this.fact("event", device?.event);
    this.fact("device", device?.name);
    this.fact("stamp", held?.list.invented ? this.word("invented") : "");
    this.fact("list", held ? this.listWords(held) : this.word("list-none"));
    this.fact("network", this.networkWords(book.pending.length));
    this.fact("entries", book.entries);
    this.fact("left", book.left);
    this.drawRecent(book);
  }

  listWords({ list, verified }) {
    const said = { time: clock(list.made_at, true), count: list.rows.length };
    return `${this.word("list", said)} ${this.word(verified ? "verified" : "unverified")}`;
  }

  networkWords(pending) {
    if (this.isOffline) return this.word("offline", { count: pending });
    return pending ? this.word("pending", { count: pending }) : this.word("sent");
  }

  drawRecent(book) {
    const recent = book.live.slice(-RECENT).reverse();
    this.root.querySelector("[data-recent]").hidden = recent.length === 0;
    const lines = recent.map((scan) => this.line(scan));
    this.root.querySelector("[data-recent-list]").replaceChildren(...lines);
  }

  line(scan) {
    const item = document.createElement("li");
    const said = { time: clock(scan.at), name: this.nameOf(scan), people: scan.people };
    item.append(this.word("line", said), " ");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--quiet";
    button.textContent = this.word("undo");
    button.setAttribute("aria-label", `${this.word("undo")} · ${said.name} · ${said.time}`);
    button.addEventListener("click", () => this.undo(scan));
    item.append(button);
    return item;
  }

  nameOf(scan) {
    return scan.name || this.keeper.book.name(scan.ticket) || this.word("somebody");
  }

  // Leave no name on the screen.
  clear() {
    this.row = null;
    this.result("", {});
    for (const name of ["event", "device", "stamp", "list", "network"]) this.fact(name, "");
    this.root.querySelector("[data-recent-list]").replaceChildren();
  }

  fact(name, text) {
    this.root.querySelector(`[data-fact="${name}"]`).textContent = text ?? "";
  }

  form(name) {
    return this.root.querySelector(`[data-form="${name}"]`);
  }
}

function count(text) {
  const number = /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : 0;
  return number >= 1 ? number : 0;
}

function clock(at, withDay = false) {
  const day = withDay ? { day: "numeric", month: "long" } : {};
  const language = document.documentElement.lang;
  return new Date(at).toLocaleString(language, { ...day, hour: "2-digit", minute: "2-digit" });
}
