// Runs a bundle with the globals that all workers have, and nothing of Node: prints what it posts.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";

const { AbortController, AbortSignal, DOMException, Headers, ReadableStream, Request, Response, TextDecoder } =
  globalThis;
const { TextEncoder, URL, URLSearchParams, atob, btoa, clearTimeout, crypto, fetch, performance, setTimeout } =
  globalThis;

const streams = { Headers, ReadableStream, Request, Response, fetch };
const texts = { TextDecoder, TextEncoder, URL, URLSearchParams, atob, btoa };
const times = { AbortController, AbortSignal, DOMException, clearTimeout, performance, setTimeout };

const [, , path = ""] = process.argv;
const context = createContext({ ...streams, ...texts, ...times, crypto, postMessage: console.log });
runInContext(readFileSync(path, "utf8"), context, { filename: path });
