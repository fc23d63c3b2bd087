// What was answered and is not known to be kept. It stands in localStorage before it goes anywhere,
// so that a reload, a closed lid or an empty battery loses nothing.

const MOST = 50;

export class Queue {
  // lease: this device's; next: the number of its next answer, as the server knows it.
  constructor(paper, lease, next) {
    this.key = `boutdufil-copie-${paper}`;
    this.lease = lease;
    const held = read(this.key);
    this.pending = held.pending ?? [];
    this.away = held.away ?? [];
    this.next = held.lease === lease ? Math.max(held.next ?? 0, next) : next;
    // Numbers given here, neither waiting nor on the page: it was made before they were kept.
    const given = this.next - next;
    this.isAhead = given > this.pending.filter((one) => one.lease === lease && one.n >= next).length;
    this.write();
  }

  get size() {
    return this.pending.length;
  }

  get isEmpty() {
    return this.pending.length + this.away.length === 0;
  }

  answer(position, value) {
    const at = Date.now();
    this.pending.push({ lease: this.lease, n: this.next, p: position, v: value, at });
    this.next += 1;
    this.write();
  }

  leave(at, seconds) {
    this.away.push({ at, seconds });
    this.write();
  }

  isPending(position) {
    return this.pending.some((one) => one.p === position);
  }

  // The last answer to each question that waits here.
  get latest() {
    return new Map(this.pending.map((one) => [one.p, one.v]));
  }

  // What goes in the next message: the answers of one device, since each has its own lease.
  batch() {
    const lease = this.pending[0]?.lease ?? this.lease;
    const now = Date.now();
    const answers = this.pending.filter((one) => one.lease === lease).slice(0, MOST);
    return {
      lease,
      answers: answers.map(({ n, p, v, at }) => ({ n, p, v, ago: now - at })),
      away: this.away.map(({ at, seconds }) => ({ ago: now - at, seconds })),
    };
  }

  // told: what the server said of a batch. Returns the answers it keeps, and those it never will.
  settle(sent, told) {
    const kept = new Set(told.kept);
    const refused = new Set(told.refused);
    const clashing = new Set(told.clashing);
    const mine = (one) => one.lease === sent.lease;
    const done = this.pending.filter((one) => mine(one) && kept.has(one.n));
    const lost = this.pending.filter((one) => mine(one) && refused.has(one.n));
    this.pending = this.pending.filter((one) => !done.includes(one) && !lost.includes(one));
    this.away = this.away.slice(sent.away.length);
    if (sent.lease === this.lease) this.next = Math.max(this.next, told.sequence + 1);
    for (const one of this.pending.filter((one) => mine(one) && clashing.has(one.n))) {
      // Another tab took the number.
      one.n = this.next;
      one.lease = this.lease;
      this.next += 1;
    }
    this.write();
    return { done, lost };
  }

  write() {
    const { lease, next, pending, away } = this;
    try {
      localStorage.setItem(this.key, JSON.stringify({ lease, next, pending, away }));
    } catch {
      // No room or no right to store: what is in memory is still sent.
    }
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}
