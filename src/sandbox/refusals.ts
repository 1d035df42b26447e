// The error answers, in the shape that the description gives them.
import type { ApiErrorBody } from "../../generated/models.js";

export function badRequest(errors: string[]): Response {
  return refusal(400, { errors });
}

export function unauthorized(): Response {
  return refusal(
    401,
    { error: "Authentication failed: send a log-in and an API key by HTTP Basic, or a bearer token" },
    { "WWW-Authenticate": 'Basic realm="LiveChat sandbox"' },
  );
}

export function notFound(error: string): Response {
  return refusal(404, { error });
}

function refusal(status: number, body: ApiErrorBody, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}
