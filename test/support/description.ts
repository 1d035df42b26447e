// The bundled description, and ajv as a judge of it that shares no code with the project.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { WebhookPayload } from "livechat-openapi";
import { type Description, operationsOf, type Schema, webhooksOf } from "../../src/description/document.js";
import { ROOT } from "./project.js";

export const description = JSON.parse(readFileSync(join(ROOT, "generated", "openapi.json"), "utf8")) as Description;
export const operations = operationsOf(description);
export const webhooks = webhooksOf(description);
/** The names of the webhooks. */
export const events = webhooks.map(({ path }) => path as WebhookPayload["event_type"]);

/** What a made-up description begins with. */
export const THINGS = {
  openapi: "3.1.0",
  info: { title: "Things", version: "1", description: "" },
  servers: [{ url: "https://api.example.com" }],
  security: [{ basic: [] }],
  tags: [],
} satisfies Partial<Description>;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(description, "description");

const compiled = new WeakMap<Schema, ValidateFunction>();

/** What ajv finds wrong with a value; empty when nothing. */
export function violations(schema: Schema, value: unknown): string[] {
  const validate = compiled.get(schema) ?? ajv.compile(absolute(schema));
  compiled.set(schema, validate);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The schema with its references leading into the registered description. */
function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"description#/')) as Schema;
}
