// Path templates filled in, with values that could name another resource refused before anything is sent.
import { ArgumentError, label } from "./errors.js";

/** The names in braces, in order. */
export function templateNames(template: string): string[] {
  if (!template.includes("{")) return [];
  return [...template.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] as string);
}

/** The template with its values, each encoded as one segment. */
export function fillPath(template: string, values: Record<string, unknown>, operation?: string): string {
  if (!template.includes("{")) return template;
  return template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeSegment(name, values[name], operation));
}

function encodeSegment(name: string, value: unknown, operation: string | undefined): string {
  const refuse = (fault: string): never => {
    throw new ArgumentError(`${label(operation)}: the path parameter ${name} ${fault}.`, operation);
  };
  if (typeof value !== "string" && !(typeof value === "number" && Number.isFinite(value))) {
    return refuse(`must be a text or a number, not ${value === null ? "null" : typeof value}`);
  }
  const text = String(value);
  if (text === "") return refuse("is empty");
  if (/^(\.|%2e){1,2}$/i.test(text)) return refuse(`is ${JSON.stringify(text)}, which would lead to another resource`);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) return refuse("contains control characters");
  if (!isWellFormed(text)) return refuse("contains half of a surrogate pair");
  return encodeURIComponent(text);
}

function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}
