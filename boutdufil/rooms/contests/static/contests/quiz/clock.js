// The server's hour, as far as a device can know it. The device's own clock may be wrong by hours:
// only the difference counts, and it is measured anew with every word of the server.

export class Clock {
  constructor(now, ends, last) {
    this.ends = ends;
    this.last = last;
    this.offset = now - Date.now();
  }

  // now, ends, last: milliseconds as the server said them; sent: when it was asked.
  set({ now, ends, last }, sent) {
    this.offset = now + (Date.now() - sent) / 2 - Date.now();
    this.ends = ends;
    this.last = last;
  }

  get now() {
    return Date.now() + this.offset;
  }

  get left() {
    return Math.max(0, this.ends - this.now);
  }

  get isOver() {
    return this.left === 0;
  }

  // Nothing that was given in time may arrive any more.
  get isClosed() {
    return this.now > this.last;
  }
}
