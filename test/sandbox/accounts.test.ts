// The sandbox's accounts service, mostly through the package's own OAuth: whole logins, and everything that can go wrong.

import fc from "fast-check";
import { createClient } from "livechat-openapi";
import { createOAuth, type OAuth, type OAuthOptions, type Tokens, tokenSource } from "livechat-openapi/oauth";
import { describe, expect, onTestFinished, test } from "vitest";
import { s256Challenge } from "../../src/oauth/crypto.js";
import { type Accounts, createAccounts, type OAuthApp } from "../../src/sandbox/accounts/accounts.js";
import { serve } from "../../src/sandbox/http.js";
import { failure } from "../oauth/secrets.js";

const ROOT = "/_sandbox/accounts";
const URL_OF_SERVICE = `http://127.0.0.1:4010${ROOT}`;
const REDIRECT_URI = "https://app.example.com/callback";
const ADA = "ada@example.com";
const GRACE = "grace@example.com";
const WEB_APP: OAuthApp = { clientId: "made-up-web-app", redirectUris: [REDIRECT_URI] };
const SERVER_APP: OAuthApp = { ...WEB_APP, clientId: "made-up-server-app", clientSecret: "made-up-client-secret" };
const HTML = { Accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8" };

interface Setting {
  accounts: Accounts;
  /** Who can log in; tests change it. */
  logins: string[];
  clock: { now: number };
  /** A stand-in for `fetch` that follows no redirects. */
  send(url: string, init?: RequestInit): Promise<Response>;
}

function start({ apps = [], tokenLifetime }: { apps?: OAuthApp[]; tokenLifetime?: number } = {}): Setting {
  const clock = { now: 1_800_000_000 };
  const logins = [ADA, GRACE];
  let count = 0;
  const accounts = createAccounts({
    now: () => clock.now,
    secret: (prefix) => `${prefix}-${++count}`,
    logins: () => logins,
    ...(tokenLifetime !== undefined && { tokenLifetime }),
  });
  for (const app of apps) accounts.register(app);
  const send: Setting["send"] = (url, init) =>
    accounts.handle(new Request(url, init), new URL(url).pathname.slice(ROOT.length));
  return { accounts, logins, clock, send };
}

function oauthOf({ send }: Setting, app: OAuthApp = WEB_APP, options: Partial<OAuthOptions> = {}): OAuth {
  const { clientId, clientSecret } = app;
  return createOAuth({
    clientId,
    ...(clientSecret !== undefined && { clientSecret }),
    redirectUri: REDIRECT_URI,
    accountsUrl: URL_OF_SERVICE,
    fetch: send,
    ...options,
  });
}

type Login = Awaited<ReturnType<OAuth["authorizationUrl"]>>;

/** Sends the person to the service, and gives the address that they are sent back to. */
async function visit({ send }: Pick<Setting, "send">, url: string, init?: RequestInit): Promise<string> {
  const response = await send(url, init);
  return response.headers.get("location") ?? `no redirect but ${response.status}: ${await response.text()}`;
}

async function codeFor(setting: Setting, oauth: OAuth, hint = ADA): Promise<Login & { code: string }> {
  const login = await oauth.authorizationUrl();
  const redirect = await visit(setting, `${login.url}&login_hint=${encodeURIComponent(hint)}`);
  return { ...login, code: oauth.readRedirect(redirect, login) };
}

async function logIn(setting: Setting, oauth: OAuth = oauthOf(setting), hint = ADA): Promise<Required<Tokens>> {
  return (await oauth.exchange(await codeFor(setting, oauth, hint))) as Required<Tokens>;
}

/** An address for consent with these fields in place of, or beside, the usual ones. */
function consentUrl(fields: Record<string, string | undefined> = {}): string {
  const all = {
    response_type: "code",
    client_id: WEB_APP.clientId,
    redirect_uri: REDIRECT_URI,
    state: "made-up-state",
    code_challenge: "c".repeat(43),
    ...fields,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${URL_OF_SERVICE}/?${new URLSearchParams(given)}`;
}

function post(fields: Record<string, string>): RequestInit {
  return { method: "POST", body: new URLSearchParams(fields) };
}

describe("a login", () => {
  test("of a web app: tokens, what they are for, new ones, and their end", async () => {
    const setting = start({ apps: [WEB_APP] });
    const { accounts, clock } = setting;
    const oauth = oauthOf(setting, WEB_APP, { scopes: ["agents--all:ro", "chats--all:ro"] });
    const first = await logIn(setting, oauth, GRACE);
    expect(first).toMatchObject({
      accessToken: expect.stringMatching(/^dal:/),
      refreshToken: expect.not.stringContaining(":"),
      scopes: ["agents--all:ro", "chats--all:ro"],
      accountId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      organizationId: expect.stringMatching(/^[0-9a-f]{8}-/),
    });
    expect(accounts.loginOf(first.accessToken)).toBe(GRACE);
    expect(accounts.loginOf(first.refreshToken)).toBeUndefined();

    clock.now += 800;
    const info = await oauth.info(first);
    const { accountId, organizationId, scopes } = first;
    expect(info).toMatchObject({ clientId: WEB_APP.clientId, accountId, organizationId, scopes });
    expect(info.expiresAt - Date.now()).toBeGreaterThan(27_990_000);
    expect(info.expiresAt - Date.now()).toBeLessThanOrEqual(28_000_000);

    const second = (await oauth.refresh(first)) as Required<Tokens>;
    expect(second).toMatchObject({ accountId, organizationId, scopes });
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(accounts.loginOf(second.accessToken)).toBe(GRACE);
    // A call may be under way with it.
    expect(accounts.loginOf(first.accessToken)).toBe(GRACE);
    expect(await failure(() => oauth.refresh(first))).toMatchObject({ code: "invalid_grant", status: 400 });

    await oauth.revoke(second);
    for (const { accessToken } of [first, second]) {
      expect(accounts.loginOf(accessToken)).toBeUndefined();
      expect(await failure(() => oauth.info({ accessToken }))).toMatchObject({ code: "unauthorized", status: 401 });
    }
    expect((await failure(() => oauth.refresh(second))).code).toBe("invalid_grant");
    expect(await failure(() => oauth.revoke(second))).toMatchObject({ code: "unauthorized", status: 401 });
  });

  test("over HTTP, below a path", async () => {
    const { accounts } = start({ apps: [SERVER_APP] });
    const server = await serve((request) => accounts.handle(request, new URL(request.url).pathname.slice(ROOT.length)));
    onTestFinished(() => server.close());
    const send: Setting["send"] = (url, init) => fetch(url, { ...init, redirect: "manual" });
    const oauth = oauthOf({ send } as Setting, SERVER_APP, { accountsUrl: server.url + ROOT });
    const login = await oauth.authorizationUrl();
    const code = oauth.readRedirect(await visit({ send }, login.url), login);
    const tokens = await oauth.exchange({ code, codeVerifier: login.codeVerifier });
    expect(accounts.loginOf(tokens.accessToken)).toBe(ADA);
    expect((await oauth.info(tokens)).clientId).toBe(SERVER_APP.clientId);
    const renewed = await oauth.refresh(tokens);
    expect(accounts.loginOf(renewed.accessToken)).toBe(ADA);
    await oauth.revoke(renewed);
    expect(accounts.loginOf(renewed.accessToken)).toBeUndefined();
  });

  test("of an app on a server, which keeps its refresh token and is told of it", async () => {
    const setting = start({ apps: [SERVER_APP] });
    const oauth = oauthOf(setting, SERVER_APP);
    const first = await logIn(setting, oauth);
    const second = await oauth.refresh(first);
    const third = await oauth.refresh(first);
    expect([second.refreshToken, third.refreshToken]).toEqual([first.refreshToken, first.refreshToken]);
    expect(new Set([first, second, third].map(({ accessToken }) => accessToken)).size).toBe(3);

    const info = async ({ accessToken }: Tokens): Promise<unknown> =>
      (await setting.send(`${URL_OF_SERVICE}/v2/info`, { headers: { Authorization: `Bearer ${accessToken}` } })).json();
    expect(await info(second)).toMatchObject({ access_token: second.accessToken, refresh_token: first.refreshToken });
    expect(await info(first)).not.toHaveProperty("refresh_token");
  });

  test("of an app on a server that knows nothing of PKCE, with JSON", async () => {
    const { send, accounts } = start({ apps: [SERVER_APP] });
    const { clientId, clientSecret } = SERVER_APP;
    const redirect = new URL(
      await visit({ send }, consentUrl({ client_id: clientId, code_challenge: undefined, state: undefined })),
    );
    expect(redirect.searchParams.get("state")).toBe("");
    const response = await send(`${URL_OF_SERVICE}/v2/token`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({
        grant_type: "authorization_code",
        code: redirect.searchParams.get("code"),
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uri: REDIRECT_URI,
      }),
    });
    expect(response.headers.get("cache-control")).toBe("no-store");
    const answer = (await response.json()) as Record<string, string>;
    expect(answer).toEqual({
      access_token: expect.any(String),
      account_id: expect.any(String),
      expires_in: 28_800,
      organization_id: expect.any(String),
      refresh_token: expect.any(String),
      scope: "agents--all:rw,agents--my:rw,groups--all:rw",
      token_type: "Bearer",
    });
    expect(accounts.loginOf(answer["access_token"] ?? "")).toBe(ADA);
  });

  test.each(["S256", "s256", "plain", undefined])("with a challenge of the method %s", async (method) => {
    const { send } = start({ apps: [WEB_APP] });
    // RFC 7636, appendix B
    const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const hash = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    const challenge = method?.toUpperCase() === "S256" ? hash : verifier;
    for (const [given, status] of [
      [verifier, 200],
      [hash, 400],
    ] as const) {
      const url = consentUrl({ code_challenge: challenge, code_challenge_method: method });
      const code = new URL(await visit({ send }, url)).searchParams.get("code") ?? "";
      // A field without a value counts as left out.
      const form = { grant_type: "authorization_code", code, redirect_uri: REDIRECT_URI, client_secret: "" };
      const answer = await send(
        `${URL_OF_SERVICE}/v2/token`,
        post({ ...form, code_verifier: given, client_id: WEB_APP.clientId }),
      );
      expect(answer.status).toBe(status);
    }
  });

  test("is the owner's for a program that names nobody", async () => {
    const setting = start();
    const oauth = oauthOf(setting);
    const login = await oauth.authorizationUrl({ prompt: "consent" });
    const code = oauth.readRedirect(await visit(setting, login.url, { headers: { Accept: "*/*" } }), login);
    const { accessToken } = await oauth.exchange({ ...login, code });
    expect(setting.accounts.loginOf(accessToken)).toBe(ADA);
  });

  test("is denied for a program that names somebody unknown, or when there is nobody", async () => {
    const setting = start();
    const oauth = oauthOf(setting);
    expect((await failure(() => codeFor(setting, oauth, "nobody@example.com"))).code).toBe("access_denied");
    setting.logins.length = 0;
    const login = await oauth.authorizationUrl();
    const redirect = await visit(setting, login.url);
    expect((await failure(() => oauth.readRedirect(redirect, login))).code).toBe("access_denied");
  });
});

describe("a code", () => {
  test("is good once, and using it again ends what was made from it", async () => {
    const setting = start();
    const oauth = oauthOf(setting);
    const login = await codeFor(setting, oauth);
    const first = await oauth.exchange(login);
    const second = await oauth.refresh(first);
    const other = await logIn(setting);
    expect(await failure(() => oauth.exchange(login))).toMatchObject({ code: "unauthorized_client", status: 400 });
    for (const { accessToken } of [first, second]) expect(setting.accounts.loginOf(accessToken)).toBeUndefined();
    expect((await failure(() => oauth.refresh(second))).code).toBe("invalid_grant");
    expect(setting.accounts.loginOf(other.accessToken)).toBe(ADA);
  });

  test("is good for ten minutes", async () => {
    const setting = start();
    const oauth = oauthOf(setting);
    const [inTime, late] = [await codeFor(setting, oauth), await codeFor(setting, oauth)];
    setting.clock.now += 599;
    await oauth.exchange(inTime);
    setting.clock.now += 1;
    expect((await failure(() => oauth.exchange(late))).code).toBe("unauthorized_client");
  });

  test("is bound to its verifier, and gone after a wrong one", async () => {
    const setting = start();
    const oauth = oauthOf(setting);
    const login = await codeFor(setting, oauth);
    const { codeVerifier } = await oauth.authorizationUrl();
    expect((await failure(() => oauth.exchange({ ...login, codeVerifier }))).code).toBe("invalid_grant");
    expect((await failure(() => oauth.exchange(login))).code).toBe("unauthorized_client");
  });

  test("takes no verifier that is too short, even the right one", async () => {
    const setting = start();
    const url = consentUrl({ code_challenge: await s256Challenge("short"), code_challenge_method: "S256" });
    const code = new URL(await visit(setting, url)).searchParams.get("code") ?? "";
    const error = await failure(() => oauthOf(setting).exchange({ code, codeVerifier: "short" }));
    expect(error.code).toBe("invalid_grant");
  });

  test("is bound to its redirect address and to its app, which alone uses it up", async () => {
    const setting = start({ apps: [WEB_APP, SERVER_APP] });
    const oauth = oauthOf(setting);
    const login = await codeFor(setting, oauth);
    expect((await failure(() => oauthOf(setting, SERVER_APP).exchange(login))).code).toBe("invalid_client");
    const elsewhere = oauthOf(setting, WEB_APP, { redirectUri: `${REDIRECT_URI}/other` });
    const another = await codeFor(setting, oauth);
    expect((await failure(() => elsewhere.exchange(another))).code).toBe("invalid_grant");
    await oauth.exchange(login);
  });

  test("that was asked for without a challenge takes no verifier", async () => {
    const setting = start({ apps: [SERVER_APP] });
    const url = consentUrl({ client_id: SERVER_APP.clientId, code_challenge: undefined });
    const code = new URL(await visit(setting, url)).searchParams.get("code") ?? "";
    const exchange = () => oauthOf(setting, SERVER_APP).exchange({ code, codeVerifier: "v".repeat(43) });
    expect((await failure(exchange)).code).toBe("invalid_grant");
  });
});

describe("tokens", () => {
  test("end with their lifetime, refresh tokens do not", async () => {
    const setting = start({ tokenLifetime: 60 });
    const { accounts, clock } = setting;
    const oauth = oauthOf(setting);
    const tokens = await logIn(setting, oauth);
    expect(tokens.expiresAt - Date.now()).toBeLessThanOrEqual(60_000);
    clock.now += 59;
    expect(accounts.loginOf(tokens.accessToken)).toBe(ADA);
    clock.now += 1;
    expect(accounts.loginOf(tokens.accessToken)).toBeUndefined();
    expect((await failure(() => oauth.info(tokens))).code).toBe("unauthorized");
    clock.now += 1_000_000_000;
    const renewed = await oauth.refresh(tokens);
    expect(accounts.loginOf(renewed.accessToken)).toBe(ADA);
  });

  test("are revoked by either of the two, in the header or in the address", async () => {
    const setting = start();
    const { accounts, send } = setting;
    for (const key of ["accessToken", "refreshToken"] as const) {
      for (const where of ["header", "address"]) {
        const tokens = await logIn(setting);
        const token = tokens[key];
        const response = await (where === "header"
          ? send(`${URL_OF_SERVICE}/v2/token`, { method: "DELETE", headers: { Authorization: `bearer ${token}` } })
          : send(`${URL_OF_SERVICE}/v2/token?code=${encodeURIComponent(token)}`, { method: "DELETE" }));
        expect([response.status, await response.json()]).toEqual([200, {}]);
        expect(accounts.loginOf(tokens.accessToken)).toBeUndefined();
        expect((await failure(() => oauthOf(setting).refresh(tokens))).code).toBe("invalid_grant");
      }
    }
  });

  test("are 25 a person and app at most, the newest", async () => {
    const setting = start({ apps: [WEB_APP, SERVER_APP] });
    const { accounts } = setting;
    const web = oauthOf(setting);
    const server = oauthOf(setting, SERVER_APP);
    const others = [await logIn(setting, web, GRACE), await logIn(setting, server)];
    const issued = accounts.issue(ADA);
    const own: Required<Tokens>[] = [];
    for (let count = 0; count < 26; count += 1) own.push(await logIn(setting, web));
    const living = (tokens: Tokens[]): number => tokens.filter((one) => accounts.loginOf(one.accessToken)).length;
    expect(living(own.slice(0, 1))).toBe(0);
    expect(living(own)).toBe(25);
    expect(living(others)).toBe(2);
    expect(accounts.loginOf(issued)).toBe(ADA);
    const [first, second] = own as [Required<Tokens>, Required<Tokens>];
    expect((await failure(() => web.refresh(first))).code).toBe("invalid_grant");
    await web.refresh(second);
    // A server that refreshes again and again loses its oldest access tokens, never its refresh token.
    const [, tokens] = others as [Tokens, Required<Tokens>];
    for (let count = 0; count < 30; count += 1) await server.refresh(tokens);
    expect(accounts.loginOf(tokens.accessToken)).toBeUndefined();
    await server.refresh(tokens);
  });

  test("are dead while their agent does not exist", async () => {
    const setting = start();
    const { accounts, logins } = setting;
    const oauth = oauthOf(setting);
    const code = await codeFor(setting, oauth, GRACE);
    const tokens = await logIn(setting, oauth, GRACE);
    logins.pop();
    expect(accounts.loginOf(tokens.accessToken)).toBeUndefined();
    expect(await failure(() => oauth.info(tokens))).toMatchObject({ code: "identity_lost", status: 401 });
    expect(await failure(() => oauth.refresh(tokens))).toMatchObject({ code: "identity_lost", status: 400 });
    expect((await failure(() => oauth.exchange(code))).code).toBe("identity_lost");
    logins.push(GRACE);
    expect(accounts.loginOf((await oauth.refresh(tokens)).accessToken)).toBe(GRACE);
  });

  test("are given without a flow, without an end, and for agents only", async () => {
    const setting = start({ tokenLifetime: 1 });
    const { accounts, clock } = setting;
    const accessToken = accounts.issue(GRACE);
    clock.now += 1_000_000_000;
    expect(accounts.loginOf(accessToken)).toBe(GRACE);
    const oauth = oauthOf(setting);
    expect((await oauth.info({ accessToken })).scopes).toContain("agents--all:rw");
    await oauth.revoke({ accessToken });
    expect(accounts.loginOf(accessToken)).toBeUndefined();
    expect(() => accounts.issue("nobody@example.com")).toThrow(TypeError);
  });

  test("are forgotten by a reset, with codes and open pages, while apps stay", async () => {
    const setting = start({ apps: [WEB_APP] });
    const { accounts, send } = setting;
    const oauth = oauthOf(setting);
    const tokens = await logIn(setting, oauth);
    const code = await codeFor(setting, oauth);
    const form = formOf(await (await send(consentUrl(), { headers: HTML })).text());
    accounts.reset();
    expect(accounts.loginOf(tokens.accessToken)).toBeUndefined();
    expect((await failure(() => oauth.refresh(tokens))).code).toBe("invalid_grant");
    expect((await failure(() => oauth.exchange(code))).code).toBe("unauthorized_client");
    expect((await send(consentUrl(), post({ ...form, answer: "allow", login: ADA }))).status).toBe(400);
    expect((await send(consentUrl({ client_id: "made-up-other-app" }))).status).toBe(400);
    await logIn(setting, oauth);
  });

  test("are renewed by a client's token source when the API no longer takes them", async () => {
    const setting = start();
    const { accounts, clock } = setting;
    const seen: (string | undefined)[] = [];
    const api = async (_: unknown, init?: RequestInit): Promise<Response> => {
      const token = new Headers(init?.headers).get("authorization")?.replace("Bearer ", "") ?? "";
      seen.push(accounts.loginOf(token));
      return accounts.loginOf(token) ? Response.json([]) : Response.json({ error: "no" }, { status: 401 });
    };
    const oauth = oauthOf(setting);
    const stored: Tokens[] = [];
    const source = tokenSource({
      oauth,
      tokens: await logIn(setting, oauth, GRACE),
      onChange: (changed) => stored.push(changed),
    });
    const livechat = createClient({ auth: { accessToken: source }, fetch: api });
    expect(await livechat.agents.list()).toEqual([]);
    clock.now += 28_800; // For the service alone: the client still thinks the token good.
    expect(await livechat.agents.list()).toEqual([]);
    expect(seen).toEqual([GRACE, undefined, GRACE]);
    expect(stored).toHaveLength(1);
  });

  test("live and die as a model of them does", async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("log in"), login: fc.constantFrom(ADA, GRACE) }),
      fc.record({ kind: fc.constantFrom("refresh", "revoke", "replay"), index: fc.nat(20) }),
      fc.record({ kind: fc.constant("wait"), seconds: fc.nat(40) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const setting = start({ tokenLifetime: 60 });
        const { accounts, clock } = setting;
        const oauth = oauthOf(setting);
        interface Family {
          login: string;
          code: Login & { code: string };
          tokens: Tokens;
          ended: boolean;
          issued: { token: string; until: number }[];
        }
        const families: Family[] = [];
        const until = (): number => clock.now + 60;
        for (const each of steps) {
          const family = "index" in each ? families[each.index % Math.max(families.length, 1)] : undefined;
          if ("seconds" in each) clock.now += each.seconds;
          else if ("login" in each) {
            const code = await codeFor(setting, oauth, each.login);
            const tokens = await oauth.exchange(code);
            const issued = [{ token: tokens.accessToken, until: until() }];
            families.push({ login: each.login, code, tokens, ended: false, issued });
          } else if (family && each.kind === "refresh" && !family.ended) {
            const stale = family.tokens;
            family.tokens = await oauth.refresh(stale);
            family.issued.push({ token: family.tokens.accessToken, until: until() });
            expect((await failure(() => oauth.refresh(stale))).code).toBe("invalid_grant");
          } else if (family && each.kind === "refresh") {
            expect((await failure(() => oauth.refresh(family.tokens))).code).toBe("invalid_grant");
          } else if (family) {
            const accessToken = family.tokens.refreshToken ?? "";
            await (each.kind === "revoke" ? oauth.revoke({ accessToken }) : oauth.exchange(family.code)).catch(
              () => {},
            );
            family.ended = true;
          }
          for (const { login, ended, issued } of families) {
            for (const one of issued)
              expect(accounts.loginOf(one.token)).toBe(ended || one.until <= clock.now ? undefined : login);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("redirect addresses", () => {
  const status = async ({ send }: Setting, redirectUri: string): Promise<number> => {
    const response = await send(consentUrl({ redirect_uri: redirectUri }));
    if (response.status === 302) {
      const { protocol, host, pathname } = new URL(redirectUri);
      expect(response.headers.get("location")).toMatch(`${protocol}//${host}${pathname}?`);
    } else expect(response.headers.has("location")).toBe(false);
    return response.status;
  };

  test.each([
    ["http://app.example.com", "http://app.example.com", 302],
    ["http://app.example.com", "http://app.example.com/archives", 302],
    ["http://app.example.com", "http://app.example.com/archives/../", 400],
    ["http://app.example.com/archives", "http://app.example.com", 400],
    ["http://app.example.com/archives", "http://app.example.com/archives", 302],
    ["http://app.example.com/archives", "http://app.example.com/archives/chats", 302],
    ["http://localhost:3000", "http://localhost:3000", 302],
    ["http://127.0.0.1:3000", "http://127.0.0.1:3000", 302],
    ["http://localhost:3000", "http://localhost:4000", 400],
    ["https://app.example.com", "http://app.example.com", 400],
    ["http://app.example.com", "https://app.example.com", 400],
    ["https://app.example.com", "https://app.example.com:443/x", 302],
    ["https://app.example.com", "https://APP.example.com/x", 302],
    ["https://app.example.com", "https://app.example.com.evil.example.net", 400],
    ["https://app.example.com", "https://app.example.com@evil.example.net", 400],
    ["https://app.example.com", "https://evil.example.net\\@app.example.com", 400],
    ["https://app.example.com", "https://evil.example.net#@app.example.com", 400],
    ["https://app.example.com", "https:evil.example.net", 400],
    ["https://app.example.com", "//app.example.com", 400],
    ["https://app.example.com", "/callback", 400],
    ["https://app.example.com", "javascript:alert(1)//https://app.example.com", 400],
    ["https://app.example.com/cb", "https://app.example.com/cb?next=x", 400],
    ["https://app.example.com/cb", "https://app.example.com/cb?", 400],
    ["https://app.example.com/cb", "https://app.example.com/cb#x", 400],
    ["https://app.example.com/cb", "https://app.example.com/cb/%2e%2E/x", 400],
    ["https://app.example.com/cb", "https://app.example.com/cb/..%2fx", 400],
    ["https://app.example.com/cb", "https://app.example.com/cb/.\t./x", 400],
    ["https://app.example.com/cb", "https://app.example.com/cb/..\\x", 400],
    ["https://app.example.com/cb", "https://app.example.com/cb/a..b/...", 302],
    ["https://app.example.com/cb", "https://app.example.com/cb\r\nSet-Cookie: x=y", 400],
    ["https://app.example.com/cb", "https://[", 400],
  ])("where %s is registered, %s is answered %i", async (registered, asked, expected) => {
    expect(await status(start({ apps: [{ ...WEB_APP, redirectUris: [registered] }] }), asked)).toBe(expected);
  });

  test.each([
    ["https://anything.example.net/x", 302],
    ["http://localhost:3000/callback", 302],
    ["http://127.0.0.1/callback", 302],
    ["http://[::1]:8080/", 302],
    ["http://app.example.com/callback", 400],
    ["http://127.0.0.1.example.com/", 400],
    ["ftp://localhost/", 400],
    ["https://user:password@app.example.com/", 400],
  ])("while no app is registered, %s is answered %i", async (asked, expected) => {
    expect(await status(start(), asked)).toBe(expected);
  });

  test("of several apps are kept apart", async () => {
    const other = { clientId: "made-up-other-app", redirectUris: ["https://other.example.com/", REDIRECT_URI] };
    const setting = start({ apps: [WEB_APP, other] });
    expect(await status(setting, "https://other.example.com/")).toBe(400);
    const url = consentUrl({ client_id: other.clientId, redirect_uri: "https://other.example.com/" });
    expect((await setting.send(url)).status).toBe(302);
  });

  test.each([
    [{ clientId: "", redirectUris: [] }, "clientId"],
    [{ ...WEB_APP, clientSecret: "" }, "clientSecret"],
    [{ ...WEB_APP, redirectUris: ["app.example.com"] }, "redirectUris: app.example.com"],
    [
      { ...WEB_APP, redirectUris: [REDIRECT_URI, "https://app.example.com/?x=1"] },
      "redirectUris: https://app.example.com/?x=1",
    ],
  ])("%j cannot be registered", (app, fault) => {
    expect(() => start().accounts.register(app)).toThrow(new RegExp(`^${fault.replaceAll(/[?.]/g, "\\$&")} must`));
  });

  test("registering again replaces an app", async () => {
    const setting = start({ apps: [WEB_APP, { ...WEB_APP, redirectUris: ["https://new.example.com/"] }] });
    expect(await status(setting, REDIRECT_URI)).toBe(400);
    expect(await status(setting, "https://new.example.com/")).toBe(302);
  });
});

describe("the names of errors", () => {
  test.each([
    [{ response_type: "token" }, "unsupported_response_type"],
    [{ response_type: undefined }, "invalid_request"],
    [{ code_challenge: undefined }, "invalid_request"],
    [{ code_challenge: "short" }, "invalid_request"],
    [{ code_challenge: `${"c".repeat(42)}+` }, "invalid_request"],
    [{ code_challenge_method: "S512" }, "invalid_request"],
    [{ scope: "agents--all:ro \\" }, "invalid_scope"],
    [{ scope: "agents--ällø" }, "invalid_scope"],
    [{ login_hint: "nobody@example.com" }, "access_denied"],
  ])("in the redirect: %j is %s", async (fields, name) => {
    const setting = start({ apps: [WEB_APP] });
    const redirect = await visit(setting, consentUrl(fields));
    expect(new URL(redirect).searchParams.has("code")).toBe(false);
    const error = await failure(() => oauthOf(setting).readRedirect(redirect, { state: "made-up-state" }));
    expect(error.code).toBe(name);
    expect(error.description).not.toBe("LiveChat gives no details");
  });

  test.each([
    [{ client_id: undefined }, { oauth_exception: "unauthorized_client" }],
    [{ client_id: "unknown" }, { oauth_exception: "unauthorized_client", exception_details: "client_id_not_found" }],
    [{ redirect_uri: undefined }, { oauth_exception: "invalid_request", exception_details: "redirect_uri is missing" }],
    [
      { redirect_uri: "https://other.example.com" },
      { oauth_exception: "unauthorized_client", exception_details: "invalid_redirect_uri" },
    ],
    [
      { client_id: "made-up-bare-app" },
      { oauth_exception: "unauthorized_client", exception_details: "redirect_uri_not_set" },
    ],
  ])("without a redirect: %j is %j, to a program as JSON and to a person as a page", async (fields, expected) => {
    const { send } = start({ apps: [WEB_APP, { clientId: "made-up-bare-app", redirectUris: [] }] });
    const answer = await send(consentUrl(fields));
    expect([answer.status, answer.headers.has("location")]).toEqual([400, false]);
    expect(await answer.json()).toMatchObject(expected);

    const page = await send(consentUrl(fields), { headers: HTML });
    expect([page.status, page.headers.has("location")]).toEqual([400, false]);
    const text = await page.text();
    for (const value of Object.values(expected)) expect(text).toContain(value);
    expect(text).toContain("sandbox for development");
  });

  const token = { grant_type: "refresh_token", refresh_token: "unknown" };
  test.each([
    [{}, {}, "invalid_request"],
    [token, {}, "unauthorized_client"],
    [{ ...token, client_id: "unknown" }, {}, "unauthorized_client"],
    [{ ...token, client_id: WEB_APP.clientId, client_secret: "made-up" }, {}, "unauthorized_client"],
    [{ ...token, client_id: SERVER_APP.clientId }, {}, "unauthorized_client"],
    [{ ...token, client_id: SERVER_APP.clientId, client_secret: "wrong" }, {}, "unauthorized_client"],
    [{ ...token, client_id: WEB_APP.clientId }, {}, "invalid_grant"],
    [{ grant_type: "refresh_token", client_id: WEB_APP.clientId }, {}, "invalid_request"],
    [{ grant_type: "authorization_code", client_id: WEB_APP.clientId }, {}, "invalid_request"],
    [{ grant_type: "authorization_code", client_id: WEB_APP.clientId, code: "x" }, {}, "invalid_request"],
    [
      { grant_type: "authorization_code", client_id: WEB_APP.clientId, code: "x", redirect_uri: REDIRECT_URI },
      {},
      "unauthorized_client",
    ],
    [{ grant_type: "client_credentials", client_id: WEB_APP.clientId }, {}, "unsupported_grant_type"],
    [{ grant_type: "constructor", client_id: WEB_APP.clientId }, {}, "unsupported_grant_type"],
    [{ ...token, client_id: "__proto__" }, {}, "unauthorized_client"],
    [token, { "Content-Type": "text/plain" }, "invalid_request"],
    [token, { "Content-Type": "application/json" }, "invalid_request"],
  ])("in an answer: %j with %j is %s", async (fields, headers, name) => {
    const { send } = start({ apps: [WEB_APP, SERVER_APP] });
    const response = await send(`${URL_OF_SERVICE}/v2/token`, { ...post(fields as Record<string, string>), headers });
    expect(response.status).toBe(400);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toEqual({ oauth_exception: name, exception_details: expect.any(String) });
  });

  test("a refresh token belongs to its app", async () => {
    const setting = start({ apps: [WEB_APP, SERVER_APP] });
    const tokens = await logIn(setting);
    expect((await failure(() => oauthOf(setting, SERVER_APP).refresh(tokens))).code).toBe("invalid_client");
    await oauthOf(setting).refresh(tokens);
  });

  test("nothing repeats a secret", async () => {
    const { send } = start({ apps: [SERVER_APP] });
    const fields = { client_id: SERVER_APP.clientId, client_secret: "wrong-secret", refresh_token: "wrong-token" };
    for (const grant_type of ["refresh_token", "authorization_code"]) {
      for (const client_secret of ["wrong-secret", SERVER_APP.clientSecret ?? ""]) {
        const form = { ...fields, grant_type, client_secret, code: "wrong-code", redirect_uri: REDIRECT_URI };
        const text = await (await send(`${URL_OF_SERVICE}/v2/token`, post(form))).text();
        expect(text).not.toMatch(/wrong-(secret|token|code)|made-up-client-secret/);
      }
    }
  });
});

describe("what no client of ours sends", () => {
  const endpoint = `${URL_OF_SERVICE}/v2/token`;
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  const json = { "Content-Type": "application/json; charset=utf-8" };
  const breaking = new ReadableStream({ pull: (controller) => controller.error(new Error("broken")) });
  const cases: [what: string, url: string, init: RequestInit & { duplex?: "half" }, status: number][] = [
    ["another path", `${URL_OF_SERVICE}/v2/tokens`, {}, 404],
    ["a path like a property", `${URL_OF_SERVICE}/__proto__`, {}, 404],
    ["GET of tokens", endpoint, {}, 405],
    ["PUT of tokens", endpoint, { method: "PUT" }, 405],
    ["POST of info", `${URL_OF_SERVICE}/v2/info`, { method: "POST" }, 405],
    ["DELETE of consent", `${URL_OF_SERVICE}/`, { method: "DELETE" }, 405],
    ["no body", endpoint, { method: "POST" }, 400],
    ["an empty form", endpoint, { method: "POST", headers: form, body: "" }, 400],
    ["a field twice", endpoint, { method: "POST", headers: form, body: "grant_type=a&grant_type=a" }, 400],
    ["a broken escape", endpoint, { method: "POST", headers: form, body: "code=%E0%A4%A&%=%" }, 400],
    ["no JSON", endpoint, { method: "POST", headers: json, body: '{"grant_type":' }, 400],
    ["a JSON list", endpoint, { method: "POST", headers: json, body: "[]" }, 400],
    ["a JSON number", endpoint, { method: "POST", headers: json, body: '{"grant_type":1}' }, 400],
    ["a body of 64 KiB and more", endpoint, { method: "POST", headers: form, body: `a=${"x".repeat(65_535)}` }, 413],
    ["a body that breaks off", endpoint, { method: "POST", headers: form, body: breaking, duplex: "half" }, 400],
    ["a parameter twice", `${consentUrl()}&state=x`, {}, 400],
    ["no credentials", `${URL_OF_SERVICE}/v2/info`, {}, 401],
    ["other credentials", `${URL_OF_SERVICE}/v2/info`, { headers: { Authorization: "Basic YTpi" } }, 401],
    ["no token", endpoint, { method: "DELETE" }, 401],
    ["two tokens", `${endpoint}?code=a&code=b`, { method: "DELETE" }, 400],
  ];

  test.each(cases)("%s is refused", async (_, url, init, status) => {
    const response = await start({ apps: [WEB_APP] }).send(url, init);
    expect(response.status).toBe(status);
    expect(response.headers.has("allow")).toBe(status === 405);
    expect(response.headers.has("www-authenticate")).toBe(status === 401);
    const name = status === 401 ? { identity_exception: "unauthorized" } : { oauth_exception: "invalid_request" };
    expect(await response.json()).toMatchObject(name);
  });

  test("a body that was read before is refused", async () => {
    const request = new Request(endpoint, post({ grant_type: "refresh_token" }));
    await request.text();
    expect((await start().accounts.handle(request, "/v2/token")).status).toBe(400);
  });

  test("the root goes without its slash as well", async () => {
    const { send } = start();
    expect((await send(consentUrl().replace("/?", "?"))).status).toBe(302);
  });

  test("whatever the fields hold, it is answered by name, and nobody is sent elsewhere", async () => {
    const begin = async () => {
      const setting = start({ apps: [WEB_APP, SERVER_APP] });
      const { accessToken, refreshToken } = await logIn(setting);
      const { code } = await codeFor(setting, oauthOf(setting));
      const url = consentUrl({ code_challenge: "c".repeat(43) });
      const { ticket } = formOf(await (await setting.send(url, { headers: HTML })).text());
      return { setting, accessToken, refreshToken, code, ticket };
    };
    // The same each time: secrets are counted.
    const { accessToken, refreshToken, code, ticket } = await begin();
    const client = { client_id: WEB_APP.clientId, redirect_uri: REDIRECT_URI };
    const usual: [method: string, path: string, fields: Record<string, string>][] = [
      ["GET", "/", { ...client, response_type: "code", code_challenge: "c".repeat(43) }],
      ["POST", "/", { ticket, answer: "allow", login: ADA }],
      ["POST", "/v2/token", { ...client, grant_type: "authorization_code", code }],
      ["POST", "/v2/token", { ...client, grant_type: "refresh_token", refresh_token: refreshToken }],
      ["DELETE", "/v2/token", { code: accessToken }],
      ["GET", "/v2/info", {}],
    ];
    const names = [...new Set(usual.flatMap(([, , fields]) => Object.keys(fields)))];
    const values = usual.flatMap(([, , fields]) => Object.values(fields));
    const other = ["state", "scope", "prompt", "login_hint", "code_challenge_method", "code_verifier", "client_secret"];
    const fields = fc.dictionary(
      fc.oneof(fc.constantFrom(...names, ...other), fc.string()),
      fc.oneof(
        fc.constantFrom(...values, "token", "plain", "S256", "deny", GRACE, SERVER_APP.clientSecret ?? ""),
        fc.string({ unit: "binary" }),
        fc.webUrl({ withFragments: true, withQueryParameters: true }),
      ),
      { maxKeys: 4 },
    );
    const encode = fc.constantFrom<[type: string, (fields: Record<string, string>) => string]>(
      ["application/x-www-form-urlencoded", (form) => String(new URLSearchParams(form))],
      ["application/json", (form) => JSON.stringify(form)],
      ["application/json", (form) => JSON.stringify(form).slice(1)],
      ["text/plain", (form) => JSON.stringify(form)],
    );
    const header = fc.constantFrom("", "Bearer", `Bearer ${accessToken}`, `Bearer ${refreshToken}`, "Bearer \u00ff");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...usual), fields, encode, header, fc.boolean(), async (...drawn) => {
        const [[method, path, base], changes, [type, encoded], authorization, browser] = drawn;
        const { setting } = await begin();
        const all = { ...base, ...changes };
        const search = method === "POST" ? "" : `?${new URLSearchParams(all)}`;
        const response = await setting.send(`${URL_OF_SERVICE}${path}${search}`, {
          method,
          headers: { "Content-Type": type, Authorization: authorization, ...(browser && HTML) },
          ...(method === "POST" && { body: encoded(all) }),
        });
        expect([200, 302, 303, 400, 401]).toContain(response.status);
        expect(response.headers.get("cache-control")).toBe("no-store");
        const location = response.headers.get("location");
        if (location !== null) expect(location.startsWith(REDIRECT_URI)).toBe(true);
        if (response.status >= 400 && !(browser && path === "/"))
          expect(await response.json()).toMatchObject({ exception_details: expect.any(String) });
      }),
      { numRuns: 100 },
    );
  });
});

/** The fields of the page's form that the person does not choose. */
function formOf(page: string): { ticket: string } {
  const [, ticket = ""] = /<input type="hidden" name="ticket" value="([^"]+)">/.exec(page) ?? [];
  return { ticket };
}

/** The page's tags, in order, with their attributes' names. */
function skeleton(page: string): string[] {
  return [...page.matchAll(/<(\/?[a-z!][^\s>]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/gi)].map(
    ([, tag, attributes = ""]) => `${tag} ${attributes.replaceAll(/="[^"]*"/g, "")}`,
  );
}

describe("the page", () => {
  async function ask(setting: Setting, url = consentUrl()): Promise<{ page: string; response: Response }> {
    const response = await setting.send(url, { headers: HTML });
    return { response, page: await response.text() };
  }

  test("says what it is, who asks for what, and who can log in; and loads nothing", async () => {
    const setting = start({ apps: [WEB_APP] });
    const { page, response } = await ask(
      setting,
      consentUrl({ scope: "agents--all:ro chats--all:ro", login_hint: GRACE, prompt: "consent" }),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(response.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page).toMatch(/This is a sandbox for development, not LiveChat/);
    for (const text of [WEB_APP.clientId, REDIRECT_URI, "agents--all:ro", "chats--all:ro"])
      expect(page).toContain(`<code>${text}</code>`);
    expect(page).toContain(`<option>${ADA}</option><option selected>${GRACE}</option>`);
    expect(page).toContain('<label for="login">');
    expect(page).toContain("color-scheme: light dark");
    expect(page).not.toMatch(/\b(src|href|action)=|<script|url\(/i);
  });

  test("leads back to the app with a code of whom the person chose", async () => {
    const setting = start({ apps: [WEB_APP] });
    const oauth = oauthOf(setting);
    const login = await oauth.authorizationUrl();
    const { page } = await ask(setting, login.url);
    // A form without action is sent to the address of its page.
    const answered = post({ ...formOf(page), answer: "allow", login: GRACE });
    const response = await setting.send(login.url, { ...answered, headers: HTML });
    expect(response.status).toBe(303);
    const code = oauth.readRedirect(response.headers.get("location") ?? "", login);
    expect(setting.accounts.loginOf((await oauth.exchange({ ...login, code })).accessToken)).toBe(GRACE);
  });

  test("leads back with a no", async () => {
    const setting = start();
    const oauth = oauthOf(setting);
    const login = await oauth.authorizationUrl();
    const { page } = await ask(setting, login.url);
    const redirect = await visit(setting, login.url, post({ ...formOf(page), answer: "deny" }));
    expect(new URL(redirect).searchParams.get("oauth_exception")).toBe("access_denied");
    expect((await failure(() => oauth.readRedirect(redirect, login))).code).toBe("access_denied");
  });

  test("goes by what was asked, whatever address the answer is sent to", async () => {
    const setting = start();
    const { page } = await ask(setting);
    const elsewhere = consentUrl({ redirect_uri: "https://evil.example.net/", state: "other" });
    const redirect = new URL(await visit(setting, elsewhere, post({ ...formOf(page), answer: "deny" })));
    expect([redirect.host, redirect.searchParams.get("state")]).toEqual(["app.example.com", "made-up-state"]);
  });

  test("takes one answer, and only one that it offers", async () => {
    const setting = start();
    const { page } = await ask(setting);
    const { ticket } = formOf(page);
    for (const fields of [
      { answer: "allow", login: ADA },
      { answer: "allow", login: ADA, ticket: "made-up-ticket-0" },
      { ticket },
      { ticket, answer: "perhaps", login: ADA },
      { ticket, answer: "allow" },
      { ticket, answer: "allow", login: "nobody@example.com" },
    ]) {
      const response = await setting.send(consentUrl(), { ...post(fields as Record<string, string>), headers: HTML });
      expect([response.status, response.headers.has("location")]).toEqual([400, false]);
      expect(await response.text()).toContain("<code>invalid_request</code>");
    }
    const answer = post({ ticket, answer: "allow", login: ADA });
    expect((await setting.send(consentUrl(), answer)).status).toBe(303);
    expect((await setting.send(consentUrl(), answer)).status).toBe(400);
  });

  test("is the same page whatever the parameters and logins hold", async () => {
    const evil = `"'><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;{{1}}\${1}`;
    const setting = start();
    const plain = skeleton((await ask(setting)).page);
    expect(plain.length).toBeGreaterThan(20);
    setting.logins[1] = evil;
    for (const name of ["client_id", "state", "login_hint", "prompt", "unknown"]) {
      const { page, response } = await ask(setting, consentUrl({ [name]: evil }));
      expect(response.status, name).toBe(200);
      expect(skeleton(page).map((tag) => tag.replace(" selected", ""))).toEqual(plain);
      expect(page).not.toContain("<script");
      expect(page).not.toContain("<img");
    }
    const { page } = await ask(setting, consentUrl({ client_id: evil }));
    expect(page).toContain("&quot;&#39;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(page).toContain("&amp;lt;b&amp;gt;{{1}}${1}");
    // What stands in an address or a list of scopes may hold neither < nor ".
    const scopes = (await ask(setting, consentUrl({ scope: "<script>alert(1)</script>" }))).page;
    expect(skeleton(scopes).filter((tag) => tag.includes("script"))).toEqual([]);
    const uri = (await ask(setting, consentUrl({ redirect_uri: "https://app.example.com/'><script>" }))).page;
    expect(skeleton(uri)).toEqual(plain);
  });

  test("of an error is the same whatever was sent", async () => {
    const { send } = start({ apps: [WEB_APP] });
    const evil = "<script>alert(1)</script>";
    const twice = (name: string): string =>
      `${consentUrl()}&${encodeURIComponent(name)}=1&${encodeURIComponent(name)}=2`;
    const plain = skeleton(await (await send(twice("plain"), { headers: HTML })).text());
    const page = await (await send(twice(evil), { headers: HTML })).text();
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt; is given more than once");
    expect(skeleton(page)).toEqual(plain);
    const unknown = await (await send(consentUrl({ client_id: evil, state: evil }), { headers: HTML })).text();
    expect(unknown).not.toContain("alert(1)");
  });

  test("forgets the oldest of very many questions", async () => {
    const setting = start();
    const { page } = await ask(setting);
    for (let count = 0; count < 1000; count += 1) await ask(setting);
    const response = await setting.send(consentUrl(), post({ ...formOf(page), answer: "deny" }));
    expect(response.status).toBe(400);
  });
});
