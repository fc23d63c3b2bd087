// Sends what waits, one message at a time; again after a while when nothing comes back.

const PATIENCE = 10_000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 15_000;

export class SignedOut extends Error {}

export class Sender {
  // onTold(told, sent, settled) after each answer of the server; onTrouble(error) when none came.
  constructor(url, token, queue, onTold, onTrouble) {
    this.url = url;
    this.token = token;
    this.queue = queue;
    this.onTold = onTold;
    this.onTrouble = onTrouble;
    this.isBusy = false;
    this.wait = FIRST_WAIT;
    this.timer = 0;
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.say();
    });
  }

  // Sends until nothing waits. True when everything is known to be kept, or never will be.
  async flush() {
    while (!this.queue.isEmpty) {
      if (!(await this.say())) return false;
    }
    return true;
  }

  // One message, with what waits or only to say that somebody is there.
  async say() {
    if (this.isBusy) return false;
    this.isBusy = true;
    clearTimeout(this.timer);
    const batch = this.queue.batch();
    const sent = Date.now();
    try {
      const told = await this.post(batch);
      const settled = this.queue.settle(batch, told);
      this.wait = FIRST_WAIT;
      this.onTold(told, sent, settled);
      return true;
    } catch (error) {
      this.onTrouble(error);
      this.again();
      return false;
    } finally {
      this.isBusy = false;
      if (!this.queue.isEmpty && this.wait === FIRST_WAIT) this.soon();
    }
  }

  // What was added while a message was on its way goes with the next one.
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), 0);
  }

  again() {
    const spread = 0.5 + Math.random();
    this.timer = setTimeout(() => this.say().then((heard) => heard && this.flush()), this.wait * spread);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
  }

  async post(batch) {
    const answer = await fetch(this.url, {
      method: "POST",
      body: JSON.stringify(batch),
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new SignedOut();
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }
}
