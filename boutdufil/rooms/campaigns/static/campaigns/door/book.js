// The list in memory: who a ticket belongs to, and whether they are inside already.

import { hashHex } from "./tickets.js";

const HINT = 16;
const HOLDING = new Set(["confirmed", "offered"]);
const FIELDS = ["ticket", "code", "name", "places", "needs", "slot", "status", "cameAt", "came"];

export class Book {
  // list: what the site signed, parsed, or null; scans: this telephone's own log; known: the number
  // of the last of them the site had when it wrote the list.
  constructor(list, scans, known = 0) {
    this.list = list;
    this.known = known;
    this.scans = scans;
    this.tickets = new Map();
    this.codes = new Map();
    for (const row of list?.rows ?? []) {
      const one = Object.fromEntries(FIELDS.map((name, i) => [name, row[i]]));
      this.tickets.set(one.ticket, one);
      this.codes.set(one.code, one);
    }
  }

  get size() {
    return this.tickets.size;
  }

  // Scans that count: neither undone, nor the undoing of one.
  get live() {
    return counting(this.scans);
  }

  get entries() {
    return people(this.live);
  }

  get left() {
    const walked = this.live.filter((scan) => scan.kind === "walk_in");
    return Math.max(0, (this.list?.held ?? 0) - people(walked));
  }

  get pending() {
    return this.scans.filter((scan) => !scan.sent);
  }

  add(scan) {
    this.scans.push({ ...scan, sent: false });
  }

  name(ticket) {
    return this.tickets.get(ticket)?.name ?? "";
  }

  // {what, row, came, at, elsewhere} for a ticket's hash or a folded code; what is one of
  // welcome, group, again, cancelled, waiting, other, unknown.
  async judge({ ticket = "", code = "" }) {
    const row = ticket ? this.tickets.get(ticket) : this.codes.get(code);
    if (!row) return this.stranger(ticket || (await hashHex(code)));
    if (!HOLDING.has(row.status)) {
      return { what: row.status === "waiting" ? "waiting" : "cancelled", row };
    }
    return { row, ...this.arrived(row) };
  }

  arrived(row) {
    const own = this.live.filter((scan) => scan.ticket === row.ticket);
    const here = people(own);
    // The site's number holds what it knew of ours: what we did since comes on top, or off.
    const told = counting(this.scans.filter((scan) => scan.number <= this.known));
    const others = Math.max(0, row.came - people(told.filter((s) => s.ticket === row.ticket)));
    const came = here + others;
    const hours = [others ? row.cameAt : "", ...own.map((scan) => scan.at)];
    const at = hours.filter(Boolean).map((hour) => new Date(hour)).sort((a, b) => a - b)[0];
    const elsewhere = here === 0;
    if (came >= row.places) return { what: "again", came, at, elsewhere };
    return { what: row.places > 1 ? "group" : "welcome", came, at, elsewhere };
  }

  stranger(hash) {
    const found = (this.list?.elsewhere ?? []).find((hint) => hint.includes(hash.slice(0, HINT)));
    return found ? { what: "other", event: this.list.events[found[2]] } : { what: "unknown" };
  }
}

function counting(scans) {
  const undone = new Set(scans.map((scan) => scan.undoes));
  return scans.filter((scan) => scan.kind !== "undone" && !undone.has(scan.number));
}

function people(scans) {
  return scans.reduce((sum, scan) => sum + scan.people, 0);
}
