// The error answers, in the shape that the description gives them. Behaviour throws them.
import type { ApiErrorBody } from "../../generated/models.js";

export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: ApiErrorBody,
    readonly headers: Record<string, string> = {},
  ) {
    super([body.error ?? body.errors ?? []].flat().join("; "));
  }
}

/** A message each, which names the field and what was expected. */
export function badRequest(...errors: string[]): Refusal {
  return new Refusal(400, { errors });
}

export function unauthorized(
  error = "Authentication failed: send a log-in and its API key by HTTP Basic, or a bearer token",
): Refusal {
  return new Refusal(401, { error }, { "WWW-Authenticate": 'Basic realm="LiveChat sandbox"' });
}

export function forbidden(error: string): Refusal {
  return new Refusal(403, { error });
}

export function notFound(error: string): Refusal {
  return new Refusal(404, { error });
}

/** A defect of the sandbox, told in full: whoever meets it is a developer. */
export function sandboxFailure(error: unknown): Refusal {
  return new Refusal(500, { error: `The sandbox failed: ${error instanceof Error ? error.stack : error}` });
}

export function refusalAnswer({ status, body, headers }: Refusal): Response {
  return Response.json(body, { status, headers });
}
