// The description that this package ships, read from disk when it is first asked for. Nothing of Node is imported, so that
// modules which only may need it also load in runtimes without a file system.
import { ArgumentError } from "../client/errors.js";
import type { Description } from "./document.js";

/** As a constant: bundlers that find a file's name within `new URL` would put a copy of the file beside the bundle. */
const FILE = "../../generated/openapi.json";

let shipped: Description | undefined;

/**
 * The bundled description of this package. Every call gives the same object: it is for reading.
 *
 * @throws {@link ArgumentError} where there is no file system, or where a bundler has moved the code away from the file
 */
export function shippedDescription(): Description {
  shipped ??= read();
  return shipped;
}

function read(): Description {
  try {
    const { readFileSync } = process.getBuiltinModule("node:fs");
    return JSON.parse(readFileSync(new URL(FILE, import.meta.url), "utf8")) as Description;
  } catch (cause) {
    throw new ArgumentError(
      'The description cannot be read from disk here. Import it from "livechat-openapi/openapi.json" and pass it as the option "description".',
      undefined,
      { cause },
    );
  }
}
