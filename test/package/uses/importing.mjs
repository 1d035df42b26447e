// Imports an entry, and prints what that did beside giving its exports: a line each, and none when all is well.
import fs from "node:fs";

const [, , entry = ""] = process.argv;
/** @type {Set<string>} */
const done = new Set();

/**
 * Notes what an installed package does. Node's own doings while it imports do not count.
 * @param {string} what
 */
function note(what) {
  if (new Error().stack?.includes("node_modules")) done.add(what);
}

/** @type {(object: any, ...names: string[]) => void} */
function watch(object, ...names) {
  for (const name of names) {
    const original = object[name];
    /** @type {(this: unknown, ...args: unknown[]) => unknown} */
    object[name] = function (...args) {
      note(`calls ${name}`);
      return original.apply(this, args);
    };
  }
}

/**
 * Node makes some for itself as soon as anything of its fetch is named.
 * @param {string | symbol} name
 */
function isOurs(name) {
  return !String(name).startsWith("Symbol(undici.");
}

watch(globalThis, "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "fetch");
watch(console, "log", "info", "warn", "error", "debug");
watch(process, "on", "once", "addListener", "emitWarning");
watch(fs, "readFileSync", "existsSync", "statSync");
const { env } = process;
Object.defineProperty(process, "env", {
  value: new Proxy(env, {
    get(target, name) {
      note(`reads ${String(name)} of the environment`);
      return Reflect.get(target, name);
    },
  }),
});

const before = new Set(Reflect.ownKeys(globalThis));
const exported = await import(entry);
for (const name of Reflect.ownKeys(globalThis).filter(isOurs))
  if (!before.has(name)) done.add(`defines the global ${String(name)}`);
if (Object.keys(exported).length === 0) done.add("exports nothing");
process.stdout.write([...done].map((line) => `${line}\n`).join(""));
