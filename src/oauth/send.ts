// One request to LiveChat's accounts service: within its time, without following redirects, and read as JSON.
import { liveChatError, OAuthError, reasonOf, redactedCause, redactor } from "./errors.js";

export interface Service {
  accountsUrl: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  timeoutMs: number;
}

export interface Call {
  method: "GET" | "POST" | "DELETE";
  path: string;
  form?: Record<string, string>;
  bearer?: string;
  /** What must not appear in an error. */
  secrets: readonly (string | undefined)[];
  signal?: AbortSignal | undefined;
}

/** The fields of the answer; none for an empty one. Throws an OAuthError for everything but success with a JSON object. */
export async function send(service: Service, call: Call): Promise<Record<string, unknown>> {
  const redact = redactor(call.secrets);
  const { response, body } = await withinTime(service.timeoutMs, call.signal, async (signal) => {
    try {
      const answer = await service.fetch(service.accountsUrl + call.path, init(call, signal));
      return { response: answer, body: await answer.text() };
    } catch (error) {
      const cause = redactedCause(error, redact);
      throw new OAuthError("connection", `LiveChat's accounts service gave no answer: ${reasonOf(cause)}`, { cause });
    }
  });
  const { status } = response;
  const fields = parse(body);
  const told = fields && liveChatError((key) => fields[key], redact, { status });
  if (told) throw told;
  if (!response.ok) throw new OAuthError("http", refusal(response), { status });
  if (!fields)
    throw new OAuthError("parse", `LiveChat answered ${status} with a body that is no JSON object`, { status });
  return fields;
}

function init({ method, form, bearer }: Call, signal: AbortSignal): RequestInit {
  return {
    method,
    headers: {
      Accept: "application/json",
      ...(bearer !== undefined && { Authorization: `Bearer ${bearer}` }),
      ...(form && { "Content-Type": "application/x-www-form-urlencoded" }),
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
    redirect: "manual",
    signal,
  };
}

/** Ends the work, and the wait for it, when the time is up or the caller's signal says so. */
async function withinTime<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const aborted = () => new OAuthError("aborted", "The call was aborted", { cause: signal?.reason });
  if (signal?.aborted) throw aborted();
  const controller = new AbortController();
  let stop: (error: OAuthError) => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = (error) => {
      reject(error);
      controller.abort();
    };
  });
  const onAbort = () => stop(aborted());
  signal?.addEventListener("abort", onAbort);
  const timer = setTimeout(
    () => stop(new OAuthError("timeout", `LiveChat's accounts service did not answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  try {
    return await Promise.race([stopped, work(controller.signal)]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/** The object that a body holds. What the parser says of a broken one is not kept: it quotes the body. */
function parse(body: string): Record<string, unknown> | undefined {
  if (body.trim() === "") return {};
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function refusal(response: Response): string {
  // Where the run-time hides redirects, as browsers do, the status is 0.
  const redirected = response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400);
  if (!redirected) return `LiveChat's accounts service answered ${response.status}`;
  const location = response.headers.get("location");
  const target = location && URL.canParse(location) ? ` to ${new URL(location).host}` : "";
  return `LiveChat's accounts service answered with a redirect${target}; redirects are not followed`;
}
