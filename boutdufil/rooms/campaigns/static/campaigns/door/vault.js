// What the telephone keeps: everything about people and the key of the device encrypted with the PIN.
//
// PBKDF2-SHA-256 (600,000 rounds, a salt of its own) makes the AES-256-GCM key; each record has its
// own vector and is bound to its name, so that records cannot be exchanged. In clear: the salt, how
// often a wrong PIN was tried, and the hash by which the site can say that the device is over.

const ROUNDS = 600_000;
const FREE_TRIES = 3;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 15 * 60_000;
const KEYS = "keys";
const SCANS = "scans";

export class WrongPin extends Error {
  constructor(tries) {
    super("wrong PIN");
    this.tries = tries;
  }
}

export class TooSoon extends Error {
  constructor(until) {
    super("too many tries");
    this.seconds = Math.ceil((until - Date.now()) / 1000);
  }
}

export class Vault {
  constructor(database, lock) {
    this.database = database;
    this.lock = lock; // {salt, check, tries, until, id}, or undefined before the PIN is chosen
    this.secret = null;
  }

  static async open() {
    const database = await new Promise((resolve, reject) => {
      const asked = indexedDB.open("boutdufil-door", 1);
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore(KEYS);
        asked.result.createObjectStore(SCANS, { keyPath: "number" });
      };
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
    return new Vault(database, await run(database, KEYS, "readonly", (s) => s.get("lock")));
  }

  get isMade() {
    return this.lock !== undefined;
  }

  // Begin anew under a PIN; id is what the site is asked about before the PIN is typed.
  async make(pin, id) {
    await this.erase();
    const salt = crypto.getRandomValues(new Uint8Array(16));
    this.secret = await derive(pin, salt);
    this.lock = { salt, tries: 0, until: 0, id, check: await this.seal("check", "open") };
    await this.keep();
  }

  // Open it with its PIN. Raises TooSoon, or WrongPin and counts it.
  async unlock(pin) {
    if (this.lock.until > Date.now()) throw new TooSoon(this.lock.until);
    const secret = await derive(pin, this.lock.salt);
    try {
      await decrypt(secret, "check", this.lock.check);
    } catch {
      this.lock.tries += 1;
      const beyond = this.lock.tries - FREE_TRIES;
      const wait = beyond < 0 ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** beyond);
      this.lock.until = Date.now() + wait;
      await this.keep();
      throw new WrongPin(this.lock.tries);
    }
    this.secret = secret;
    Object.assign(this.lock, { tries: 0, until: 0 });
    await this.keep();
  }

  close() {
    this.secret = null;
  }

  async write(name, value) {
    const sealed = await this.seal(name, value);
    await run(this.database, KEYS, "readwrite", (store) => store.put(sealed, name));
  }

  async read(name) {
    const sealed = await run(this.database, KEYS, "readonly", (store) => store.get(name));
    return sealed === undefined ? null : decrypt(this.secret, name, sealed);
  }

  async remove(name) {
    await run(this.database, KEYS, "readwrite", (store) => store.delete(name));
  }

  // Give a scan the next number of this device and keep it; another page of it may write meanwhile.
  async append(scan) {
    for (;;) {
      const numbers = await run(this.database, SCANS, "readonly", (store) => store.getAllKeys());
      const number = (numbers.at(-1) ?? 0) + 1;
      const whole = { ...scan, number };
      const record = { number, sent: false, sealed: await this.seal(`scan ${number}`, whole) };
      try {
        await run(this.database, SCANS, "readwrite", (store) => store.add(record));
        return whole;
      } catch (error) {
        if (error?.name !== "ConstraintError") throw error;
      }
    }
  }

  // All scans in their order, each with whether the site has it.
  async scans() {
    const records = await run(this.database, SCANS, "readonly", (store) => store.getAll());
    const read = async ({ number, sent, sealed }) => ({
      ...(await decrypt(this.secret, `scan ${number}`, sealed)),
      sent,
    });
    return Promise.all(records.map(read));
  }

  async markSent(numbers) {
    for (const number of numbers) {
      const record = await run(this.database, SCANS, "readonly", (store) => store.get(number));
      if (!record) continue;
      await run(this.database, SCANS, "readwrite", (s) => s.put({ ...record, sent: true }));
    }
  }

  async erase() {
    this.close();
    this.lock = undefined;
    for (const name of [KEYS, SCANS]) {
      await run(this.database, name, "readwrite", (store) => store.clear());
    }
  }

  async seal(name, value) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    return { iv, data: await crypto.subtle.encrypt(rule(iv, name), this.secret, text) };
  }

  async keep() {
    await run(this.database, KEYS, "readwrite", (store) => store.put(this.lock, "lock"));
  }
}

function rule(iv, name) {
  return { name: "AES-GCM", iv, additionalData: new TextEncoder().encode(name) };
}

async function decrypt(secret, name, { iv, data }) {
  const text = await crypto.subtle.decrypt(rule(iv, name), secret, data);
  return JSON.parse(new TextDecoder().decode(text));
}

async function derive(pin, salt) {
  const typed = new TextEncoder().encode(pin.normalize("NFKC"));
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  return crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS },
    base,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}

// One act on one store; resolves once it is on the disk.
function run(database, name, mode, act) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const asked = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onabort = () => reject(asked.error ?? transaction.error);
  });
}
