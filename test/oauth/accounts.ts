// LiveChat's accounts service on loopback, as far as its documentation tells: consent, codes with PKCE, tokens that rotate,
// revocation, and its own names for errors. Can be told to answer something else instead.
import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export const CLIENT_ID = "made-up-client-id";
export const CLIENT_SECRET = "made-up-client-secret";

interface Pair {
  accessToken: string;
  refreshToken: string;
}

interface Seen {
  method: string;
  target: string;
  authorization: string | undefined;
  form: Record<string, string>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export class Accounts {
  url = "";
  /** What was asked of the token and info services. */
  readonly requests: Seen[] = [];
  /** Pairs that are valid now. */
  readonly pairs: Pair[] = [];
  /** A refresh token is replaced when used, as for web apps; otherwise answers leave it out, as for apps on servers. */
  rotates = true;
  /** What the person who is asked for consent says. */
  consents = true;
  lifetimeS = 28_800;
  /** Answers in place of the service, until unset. */
  instead: Handler | undefined;
  readonly #codes = new Map<string, { challenge: string; redirectUri: string }>();

  issue(refreshToken = `fra:refresh-${randomBytes(6).toString("hex")}`): Pair {
    const pair = { accessToken: `fra:access-${randomBytes(6).toString("hex")}`, refreshToken };
    this.pairs.push(pair);
    return pair;
  }

  /** Opens the consent page as a browser would, and gives the address that it is sent to. */
  async visit(url: string): Promise<string> {
    const response = await fetch(url, { redirect: "manual" });
    return response.headers.get("location") ?? `no redirect but ${response.status}`;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url: target = "" } = request;
    const { pathname, searchParams } = new URL(target, this.url);
    if (method === "GET" && pathname === "/") return this.#consent(searchParams, response);
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const authorization = request.headers.authorization;
    this.requests.push({ method, target, authorization, form });
    if (this.instead) return this.instead(request, response);
    const token = authorization?.replace("Bearer ", "") ?? searchParams.get("code");
    const held = this.pairs.find((pair) => pair.accessToken === token || pair.refreshToken === token);
    if (method === "POST" && pathname === "/v2/token") return json(response, ...this.#grant(form));
    if (!held) return json(response, 401, { identity_exception: "unauthorized" });
    if (method === "DELETE" && pathname === "/v2/token") {
      this.pairs.splice(this.pairs.indexOf(held), 1);
      return json(response, 200, {});
    }
    if (method === "GET" && pathname === "/v2/info")
      return json(response, 200, { ...this.#answer(held), client_id: CLIENT_ID, refresh_token: held.refreshToken });
    json(response, 404, {});
  }

  #consent(query: URLSearchParams, response: ServerResponse): void {
    const redirect = new URL(query.get("redirect_uri") ?? "");
    redirect.searchParams.set("state", query.get("state") ?? "");
    if (query.get("client_id") !== CLIENT_ID) {
      redirect.searchParams.set("oauth_exception", "unauthorized_client");
      redirect.searchParams.set("exception_details", "client_id_not_found");
    } else if (this.consents) {
      const code = `fra:code-${randomBytes(6).toString("hex")}`;
      this.#codes.set(code, {
        challenge: query.get("code_challenge_method") === "S256" ? (query.get("code_challenge") ?? "") : "",
        redirectUri: query.get("redirect_uri") ?? "",
      });
      redirect.searchParams.set("code", code);
    } else redirect.searchParams.set("oauth_exception", "access_denied");
    response.writeHead(302, { Location: redirect.href }).end();
  }

  #grant(form: Record<string, string>): [status: number, body: unknown] {
    const refuse = (name: string, details?: string): [number, unknown] => [
      400,
      { oauth_exception: name, ...(details && { exception_details: details }) },
    ];
    if (form["client_id"] !== CLIENT_ID || form["client_secret"] !== CLIENT_SECRET) return refuse("invalid_client");
    if (form["grant_type"] === "authorization_code") {
      const issued = this.#codes.get(form["code"] ?? "");
      this.#codes.delete(form["code"] ?? "");
      const challenge = createHash("sha256")
        .update(form["code_verifier"] ?? "")
        .digest("base64url");
      if (!issued || issued.challenge !== challenge || issued.redirectUri !== form["redirect_uri"])
        // A service that repeats what it was sent.
        return refuse("invalid_grant", `no such code: ${form["code"]}, ${form["code_verifier"]}`);
      const pair = this.issue();
      return [200, { ...this.#answer(pair), refresh_token: pair.refreshToken }];
    }
    if (form["grant_type"] !== "refresh_token") return refuse("unsupported_grant_type");
    const held = this.pairs.find((pair) => pair.refreshToken === form["refresh_token"]);
    if (!held) return refuse("invalid_grant", `unknown refresh token ${form["refresh_token"]}`);
    this.pairs.splice(this.pairs.indexOf(held), 1);
    const pair = this.issue(this.rotates ? undefined : held.refreshToken);
    return [200, { ...this.#answer(pair), ...(this.rotates && { refresh_token: pair.refreshToken }) }];
  }

  #answer(pair: Pair): Record<string, unknown> {
    return {
      access_token: pair.accessToken,
      account_id: "made-up-account",
      organization_id: "made-up-organization",
      expires_in: this.lifetimeS,
      scope: "agents--all:ro,chats--all:ro",
      token_type: "Bearer",
    };
  }
}

/** Listens until the test ends. */
export async function startAccounts(): Promise<Accounts> {
  const accounts = new Accounts();
  const server = createServer((request, response) => void accounts.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  accounts.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return accounts;
}

export function answer(status: number, body: string, headers: Record<string, string> = {}): Handler {
  return (_, response) => void response.writeHead(status, headers).end(body);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));
}
