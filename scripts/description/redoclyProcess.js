// A process in which Redocly's command line runs again and again. Loading it and warming it up is most of what a run costs.
// Redocly's entry reads process.argv when it is imported, and calls process.exit when nothing is left to do.
// JavaScript, so that the process starts without a loader.

/** @typedef {{ directory: string, entry: string, args: string[] }} Order */

const { exit } = process;
const send = /** @type {(answer: object) => void} */ (process.send?.bind(process));
let run = 0;
let output = "";
let errors = "";

process.on("message", (/** @type {Order} */ { directory, entry, args }) => {
  run += 1;
  output = "";
  errors = "";
  process.exitCode = 0;
  process.chdir(directory);
  process.argv = [process.execPath, entry, ...args];
  // An open channel would be something left to do.
  process.channel?.unref();
  // The query makes it another module, so it runs again; all that it imports stays loaded.
  import(`${entry}?run=${run}`);
});

process.exit = (code = process.exitCode ?? 0) => {
  process.channel?.ref();
  send({ code, output, errors });
  return /** @type {never} */ (undefined);
};

process.stdout.write = (/** @type {string | Uint8Array} */ text, /** @type {unknown[]} */ ...rest) => {
  output += text;
  return written(rest);
};

process.stderr.write = (/** @type {string | Uint8Array} */ text, /** @type {unknown[]} */ ...rest) => {
  errors += text;
  return written(rest);
};

/** @param {unknown[]} rest */
function written(rest) {
  for (const callback of rest) if (typeof callback === "function") callback();
  return true;
}

// Whoever started it ends it; Ctrl-C reaches every process of the terminal.
process.on("SIGINT", () => {});
process.once("disconnect", () => exit());
