// Text has two ways, the leg and the peers' own channel: what left later may arrive earlier, or
// what left may never arrive. Each change bears a number; it is applied once, in its order.

// What is missing is asked for after so long without news; each time twice as long.
const PATIENCE = 1500;
// So many changes can be sent again. They are in this page alone, and go with it.
const KEPT = 1000;

export class Outgoing {
  constructor(send) {
    this.send = send;
    this.count = 0;
    this.kept = [];
  }

  say(change) {
    const body = { n: ++this.count, ...change };
    this.kept.push(body);
    if (this.kept.length > KEPT) this.kept.shift();
    this.send(body);
  }

  // Whoever lost the last change cannot know it.
  tellCount() {
    if (this.count) this.send({ sent: this.count });
  }

  // What is no longer kept is replaced by the whole line being written.
  sayAgain(from, line) {
    if (from > this.count) return;
    if (this.kept[0].n > from) this.say({ line });
    else for (const body of this.kept) if (body.n >= from) this.send(body);
  }
}

export class Incoming {
  // apply(change): the next one; ask(body): to the sender.
  constructor({ apply, ask }) {
    Object.assign(this, { apply, ask });
    this.next = 1;
    this.last = 0;
    this.early = new Map();
    this.wait = PATIENCE;
  }

  hear({ n, sent, chars, line }) {
    // A whole line is taken however far ahead it is.
    const isNear = n < this.next + KEPT || line !== undefined;
    if (n >= this.next && isNear) this.early.set(n, { chars, line });
    this.last = Math.max(this.last, sent ?? 0, n ?? 0);
    this.proceed();
  }

  proceed() {
    for (; this.early.has(this.next); this.next++) {
      this.stopWaiting();
      this.apply(this.early.get(this.next));
      this.early.delete(this.next);
    }
    if (this.last >= this.next) this.timer ||= setTimeout(() => this.miss(), this.wait);
  }

  stopWaiting() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.wait = PATIENCE;
  }

  // Ask for what is missing; what does not come even then is given up for a whole line.
  miss() {
    const lines = [...this.early].filter(([, { line }]) => line !== undefined);
    const hasAsked = this.wait > PATIENCE;
    this.timer = 0;
    this.wait *= 2;
    if (hasAsked && lines.length) this.skipTo(Math.max(...lines.map(([n]) => n)));
    else this.askAgain();
    this.proceed();
  }

  skipTo(next) {
    this.next = next;
    for (const n of this.early.keys()) if (n < next) this.early.delete(n);
  }

  askAgain() {
    this.ask({ again: this.next });
  }
}
