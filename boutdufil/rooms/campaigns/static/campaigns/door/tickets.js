// What a camera reads or somebody types, and the bytes and texts of secrets.

const TOKEN = /(?:^|[^A-Za-z0-9_-])([A-Za-z0-9_-]{43})(?=$|[^A-Za-z0-9_-])/;
export const CODE_LENGTH = 8;

// The 43 characters of a ticket or of an address to pair, in whatever text holds them; or "".
export function tokenIn(text) {
  return TOKEN.exec(text)?.[1] ?? "";
}

// A typed code as it is printed: spaces, dashes and case do not matter.
export function foldCode(text) {
  return text.normalize("NFKD").toUpperCase().replace(/[^A-Z0-9]/g, "");
}

export async function hashHex(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function newSecret() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}
