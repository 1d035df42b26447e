// What options and arguments must look like, checked before anything is sent. No message repeats a value that may be secret.
import { isLoopback } from "../client/loopback.js";
import { OAuthError } from "./errors.js";

/** Longest delay that timers take, in milliseconds: 2^31 - 1. */
const LONGEST_DELAY = 2_147_483_647;

/** A text of visible ASCII characters, as RFC 6749 has clients, codes and tokens. */
export function checkText(name: string, value: unknown): string {
  if (typeof value !== "string" || value === "") throw unusable(name, "must be a text that is not empty");
  if (!isVisibleAscii(value)) throw unusable(name, "must not contain spaces, line breaks or anything beyond ASCII");
  return value;
}

export function isVisibleAscii(value: string): boolean {
  return /^[\x21-\x7e]+$/.test(value);
}

/** An address that codes and tokens may be sent to: HTTPS, or plain HTTP to this machine. */
export function checkUrl(name: string, value: unknown): string {
  if (typeof value !== "string" || !URL.canParse(value)) throw unusable(name, "must be a complete URL");
  const { protocol, hostname, username, password, search, hash } = new URL(value);
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname)))
    throw unusable(name, "must use https; plain http is for loopback addresses only");
  if (username || password || search || hash) throw unusable(name, "must have no log-in, query or fragment");
  return value;
}

/** A number of milliseconds. */
export function checkMs(name: string, value: unknown, least: number): number {
  if (typeof value !== "number" || !(value >= least && value <= LONGEST_DELAY))
    throw unusable(name, `must be a number of milliseconds from ${least} to ${LONGEST_DELAY}`);
  return value;
}

export function checkScopes(name: string, value: unknown): string[] {
  if (!Array.isArray(value)) throw unusable(name, "must be a list of scopes");
  return value.map((scope) => checkText(name, scope));
}

export function unusable(name: string, fault: string): OAuthError {
  return new OAuthError("argument", `${name} ${fault}`);
}
