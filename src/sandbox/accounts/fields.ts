// What a request says: the parameters of a query or of a body, each at most once. An empty one counts as left out.
import { readBytes } from "../../webhooks/body.js";
import { WebhookError } from "../../webhooks/errors.js";
import { OAuthRefusal } from "./refusal.js";

export type Fields = ReadonlyMap<string, string>;

/** Far more than any request of this service needs. */
const MAX_BYTES = 65_536;

export function fieldsOf(pairs: Iterable<[string, unknown]>): Fields {
  const fields = new Map<string, string>();
  const seen = new Set<string>();
  for (const [name, value] of pairs) {
    if (seen.has(name)) throw new OAuthRefusal("invalid_request", `${name} is given more than once`);
    seen.add(name);
    if (typeof value !== "string") throw new OAuthRefusal("invalid_request", `${name} must be a text`);
    if (value !== "") fields.set(name, value);
  }
  return fields;
}

export function required(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (value === undefined) throw new OAuthRefusal("invalid_request", `${name} is missing`);
  return value;
}

/** The fields of a body: a form, as LiveChat documents it, or a JSON object, as programs send it with success. */
export async function readFields(request: Request): Promise<Fields> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = await readText(request);
  if (type === "application/x-www-form-urlencoded") return fieldsOf(new URLSearchParams(text));
  if (type === "application/json") return fieldsOf(entriesOf(text));
  throw new OAuthRefusal("invalid_request", "the body must be of the type application/x-www-form-urlencoded");
}

async function readText(request: Request): Promise<string> {
  const bytes = await readBytes(request, MAX_BYTES).catch((error: unknown) => {
    throw error instanceof WebhookError && error.code === "size"
      ? new OAuthRefusal("invalid_request", `the body is larger than ${MAX_BYTES} bytes`, 413)
      : new OAuthRefusal("invalid_request", "the body cannot be read");
  });
  return new TextDecoder().decode(bytes);
}

function entriesOf(json: string): [string, unknown][] {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new OAuthRefusal("invalid_request", "the body is no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new OAuthRefusal("invalid_request", "the body is no JSON object");
  return Object.entries(value);
}
