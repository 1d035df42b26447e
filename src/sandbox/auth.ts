// Who is calling, by the credentials of a request.
import type { Licence } from "./licence/licence.js";
import type { AgentRecord } from "./licence/records.js";

export type Caller = AgentRecord;

/** The agent whose log-in and API key, or whose access token, the request carries. */
export function identify(
  request: Request,
  licence: Licence,
  loginOf: (accessToken: string) => string | undefined,
): Caller | undefined {
  const [scheme = "", value = ""] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme.toLowerCase() === "bearer") return licence.agents.get(loginOf(value) ?? "");
  if (scheme.toLowerCase() !== "basic") return undefined;
  const [, login = "", key] = /^([^:]+):(.+)$/s.exec(Buffer.from(value, "base64").toString("utf8")) ?? [];
  const agent = licence.agents.get(login);
  return agent?.api_key === key ? agent : undefined;
}
