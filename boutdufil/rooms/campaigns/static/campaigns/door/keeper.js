// One device and the site: paired once, its list taken and checked, its log sent and never lost.

import { Book } from "./book.js";
import { hashHex, newSecret } from "./tickets.js";
import { ask, isSigned, MOST_SCANS, Over } from "./wire.js";

export class Forged extends Error {}

export class Keeper {
  constructor(vault, address) {
    this.vault = vault;
    this.address = address;
    this.device = null; // {key, device, name, event, keys}
    this.held = null; // {list, known, verified}
    this.book = new Book(null, []);
    this.busy = null;
    this.asking = null;
  }

  get isPast() {
    return this.held !== null && new Date(this.held.list.until) < new Date();
  }

  // Become the device of an address. Its key is made here; asked again after a lost answer, the
  // site hears the same key. Raises NoNetwork, Refused.
  async pair(token, pin) {
    if (this.asking?.token !== token) this.asking = { token, key: newSecret() };
    const { key } = this.asking;
    const told = await ask(this.address, { do: "pair", token, key });
    await this.vault.make(pin, await hashHex(key));
    this.device = { key, ...told };
    await this.vault.write("device", this.device);
    this.asking = null;
  }

  async unlock(pin) {
    await this.vault.unlock(pin);
    this.device = await this.vault.read("device");
    this.held = await this.vault.read("list");
    await this.readLog();
    if (this.isPast) await this.dropList();
  }

  // Ask whether the device is over before anybody typed the PIN. Raises Over.
  async checkAlive() {
    await ask(this.address, { do: "alive", id: this.vault.lock.id });
  }

  async log(scan) {
    const whole = await this.vault.append({ ...scan, at: new Date().toISOString() });
    this.book.add(whole);
    return whole;
  }

  // Send what waits, then take the list anew; hashes of tickets another device let in too.
  // Raises NoNetwork, Refused, Forged, and Over once everything here is erased.
  async exchange({ withList = true } = {}) {
    if (this.busy) await this.busy.catch(() => {});
    this.busy = this.talk(withList);
    try {
      return await this.busy;
    } catch (error) {
      if (error instanceof Over) await this.vault.erase();
      throw error;
    } finally {
      this.busy = null;
    }
  }

  async finish() {
    await this.exchange({ withList: false });
    await ask(this.address, { do: "finish", key: this.device.key });
    await this.vault.erase();
  }

  async talk(withList) {
    const clashing = await this.send();
    if (withList && !this.isPast) await this.takeList();
    return clashing;
  }

  async send() {
    const clashing = new Set();
    while (this.book.pending.length) {
      const scans = this.book.pending.slice(0, MOST_SCANS).map(({ sent: _sent, ...scan }) => scan);
      const told = await ask(this.address, { do: "scans", key: this.device.key, scans });
      await this.vault.markSent(told.written);
      told.conflicts.forEach((ticket) => clashing.add(ticket));
      await this.readLog();
    }
    return clashing;
  }

  async takeList() {
    const sent = this.book.scans.filter((scan) => scan.sent).map((scan) => scan.number);
    const given = await ask(this.address, { do: "list", key: this.device.key });
    const verified = await isSigned(given, this.device.keys);
    const list = JSON.parse(given.list);
    const isOlder = this.held !== null && list.made_at < this.held.list.made_at;
    if (verified === false || list.device !== this.device.device || isOlder) throw new Forged();
    this.held = { list, verified, known: Math.max(0, ...sent) };
    await this.vault.write("list", this.held);
    await this.readLog();
  }

  async readLog() {
    const scans = await this.vault.scans();
    this.book = new Book(this.held?.list ?? null, scans, this.held?.known ?? 0);
  }

  async dropList() {
    await this.vault.remove("list");
    this.book = new Book(null, this.book.scans);
  }
}
