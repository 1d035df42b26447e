// Bodies: answers read under a limit, and forms with bracketed names.

/** The answer is larger than may be read. */
export class TooLargeError extends Error {
  constructor(readonly status: number) {
    super("The answer is too large.");
  }
}

/** The body as text. Throws a TooLargeError beyond so many bytes, without reading on. */
export function readText(response: Response, maxBytes: number): Promise<string> {
  const { headers } = response;
  const length = headers.get("content-length");
  // The connection keeps to a stated length, unless the body grows when it is unpacked.
  if (length !== null && !headers.has("content-encoding")) {
    return Number(length) <= maxBytes ? response.text() : Promise.reject(new TooLargeError(response.status));
  }
  return readStream(response, maxBytes);
}

async function readStream(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) throw new TooLargeError(response.status);
    text += decoder.decode(value, { stream: true });
  }
}

/** A body as the API takes it from forms: `groups[]=1`, `requester[mail]=...`, `rules[0][type]=...`. */
export function formEncode(body: unknown): string {
  const fields = Object.entries((body ?? {}) as object).flatMap(([name, value]) => formFields(name, value));
  return fields.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

function formFields(name: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (value === null) return [[name, ""]];
  if (Array.isArray(value))
    return value.flatMap((item, index) => formFields(isObject(item) ? `${name}[${index}]` : `${name}[]`, item));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => formFields(`${name}[${key}]`, item));
  return [[name, String(value)]];
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
