// The page's side of a leg: one WebSocket that comes back by itself and never sends too fast.

// At most 40 messages a second; the server ends a socket at 50.
const GAP = 25;
const PAUSES = [150, 400, 1000, 2000, 4000, 8000];
// After these nobody comes back; after any other end the page does.
const FINAL = new Set(["left", "ended", "elsewhere", "token", "full", "message", "seat_gone"]);

export class LegSocket extends EventTarget {
  constructor(url) {
    super();
    this.url = new URL(url, location.href);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    // One name for as long as the page is open: a new socket of the same page is no reload.
    this.page = hexadecimal(8);
    this.url.searchParams.set("page", this.page);
    this.waiting = [];
    this.tries = 0;
    this.isOver = false;
  }

  open() {
    this.socket = new WebSocket(this.url);
    this.socket.addEventListener("open", () => this.flush());
    this.socket.addEventListener("message", (event) => this.hear(JSON.parse(event.data)));
    this.socket.addEventListener("close", () => this.closed());
  }

  hear(body) {
    if (body.kind === "hello") this.tries = 0;
    if (body.kind === "bye") this.isOver ||= FINAL.has(body.cause);
    this.dispatchEvent(new CustomEvent(body.kind, { detail: body }));
  }

  closed() {
    if (this.isOver) return;
    this.dispatchEvent(new CustomEvent("away"));
    const pause = PAUSES[Math.min(this.tries++, PAUSES.length - 1)];
    setTimeout(() => this.isOver || this.open(), pause * (0.7 + Math.random() * 0.6));
  }

  send(kind, body = {}) {
    this.waiting.push(JSON.stringify({ kind, ...body }));
    this.flush();
  }

  flush() {
    if (this.timer || !this.waiting.length || this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(this.waiting.shift());
    this.timer = setTimeout(() => {
      this.timer = 0;
      this.flush();
    }, GAP);
  }

  // Leaving is said at once, before what still waits.
  leave() {
    this.isOver = true;
    this.waiting = [];
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send('{"kind":"leave"}');
  }
}

function hexadecimal(bytes) {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
