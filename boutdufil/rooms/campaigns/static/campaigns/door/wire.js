// What the telephone and the site say to each other; every message bears the key of the device.

import { bytesOf } from "./tickets.js";

const CONTEXT = "boutdufil door list 1\n";
const PATIENCE = 20_000;
export const MOST_SCANS = 200;

export class NoNetwork extends Error {}
// The device was taken back, or has finished.
export class Over extends Error {}
export class Refused extends Error {}

export async function ask(address, words) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body: JSON.stringify(words),
      headers: { "Content-Type": "application/json" },
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    throw new NoNetwork();
  }
  // A gateway, a hotel's portal: whatever is not an answer of ours is no network.
  const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isOurs) throw new NoNetwork();
  const told = await answer.json();
  if (answer.status === 410) throw new Over(told.error);
  if (!answer.ok) throw new Refused(told.error);
  return told;
}

// True or false; null where this browser cannot tell (Ed25519 came to browsers in 2023 to 2025).
export async function isSigned(given, keys) {
  const message = new TextEncoder().encode(CONTEXT + given.list);
  const signature = bytesOf(given.signature);
  for (const key of keys) {
    let known;
    try {
      known = await crypto.subtle.importKey("raw", bytesOf(key), "Ed25519", false, ["verify"]);
    } catch {
      return null;
    }
    if (await crypto.subtle.verify("Ed25519", known, signature, message)) return true;
  }
  return false;
}
