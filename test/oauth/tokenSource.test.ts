// The token source against a service whose refresh tokens die when used: renewed in time, once, and never lost.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "livechat-openapi";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { createOAuth, OAuthError, type OAuthTokenSource, type Tokens, tokenSource } from "../../src/oauth/index.js";
import { ROOT } from "../support/project.js";
import { startRecorder } from "../support/recorder.js";
import { type Accounts, answer, CLIENT_ID, CLIENT_SECRET, startAccounts } from "./accounts.js";
import { failure } from "./secrets.js";

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

// Only the clock stands still: requests are real.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW });
  return () => void vi.useRealTimers();
});

interface Setting {
  accounts: Accounts;
  source: OAuthTokenSource;
  first: Tokens;
  stored: Tokens[];
}

async function start(
  options: { tokens?: Partial<Tokens>; onChange?: (tokens: Tokens) => unknown; marginMs?: number } = {},
): Promise<Setting> {
  const accounts = await startAccounts();
  const oauth = createOAuth({
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: "https://app.example.com/callback",
    accountsUrl: accounts.url,
  });
  const first: Tokens = {
    ...accounts.issue(),
    expiresAt: NOW + 8 * HOUR,
    scopes: ["agents--all:ro"],
    ...options.tokens,
  };
  const stored: Tokens[] = [];
  const { onChange = (tokens) => void stored.push(tokens), marginMs } = options;
  const source = tokenSource({ oauth, tokens: first, onChange, ...(marginMs !== undefined && { marginMs }) });
  return { accounts, source, first, stored };
}

describe("renewing in time", () => {
  test("hands out the token that there is until a minute before its end", async () => {
    const { accounts, source, first, stored } = await start();
    vi.setSystemTime(first.expiresAt - 60_001);
    expect(await source()).toBe(first.accessToken);
    expect(accounts.requests).toEqual([]);

    vi.setSystemTime(first.expiresAt - 60_000);
    const token = await source({});
    expect(token).toBe(accounts.pairs[0]?.accessToken);
    expect(token).not.toBe(first.accessToken);
    const expiresAt = first.expiresAt - 60_000 + 8 * HOUR;
    expect(stored).toMatchObject([{ ...accounts.pairs[0], expiresAt }]);
    expect(await source()).toBe(token);
    expect(accounts.requests).toHaveLength(1);
  });

  test("takes another margin, also none", async () => {
    const { source, first, accounts } = await start({ marginMs: 0 });
    vi.setSystemTime(first.expiresAt - 1);
    expect(await source()).toBe(first.accessToken);
    vi.setSystemTime(first.expiresAt);
    expect(await source()).toBe(accounts.pairs[0]?.accessToken);
  });

  test("goes on with each new refresh token, and with a lasting one", async () => {
    const { accounts, source, stored } = await start();
    for (let round = 1; round <= 3; round += 1) {
      vi.setSystemTime(NOW + round * 8 * HOUR);
      await source();
    }
    accounts.rotates = false;
    vi.setSystemTime(NOW + 4 * 8 * HOUR);
    await source();
    const [, , third, fourth] = stored;
    expect(new Set(stored.map(({ refreshToken }) => refreshToken)).size).toBe(3);
    expect(fourth?.refreshToken).toBe(third?.refreshToken);
    expect(fourth?.accessToken).not.toBe(third?.accessToken);
  });

  test("asks once however many ask at a time, and hands out only what is stored", async () => {
    let finish: () => void = () => {};
    const onChange = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
    const { accounts, source } = await start({ tokens: { expiresAt: NOW }, onChange });
    const handedOut = vi.fn();
    const calls = Array.from({ length: 100 }, () => source().finally(handedOut));
    await vi.waitFor(() => expect(onChange).toHaveBeenCalled());
    const late = source().finally(handedOut);
    await new Promise((resolve) => setImmediate(resolve));
    expect(handedOut).not.toHaveBeenCalled();
    finish();
    expect(new Set(await Promise.all([...calls, late]))).toEqual(new Set([accounts.pairs[0]?.accessToken]));
    expect(accounts.requests).toHaveLength(1);
    expect(onChange).toHaveBeenCalledOnce();
  });
});

describe("a rejected token", () => {
  test("is replaced, once for all that were rejected with it", async () => {
    const { accounts, source, first, stored } = await start();
    const rejected = first.accessToken;
    const tokens = await Promise.all([source({ rejected }), source({ rejected }), source()]);
    expect(new Set(tokens)).toEqual(new Set([accounts.pairs[0]?.accessToken]));
    expect(await source({ rejected })).toBe(tokens[0]);
    expect(await source()).toBe(tokens[0]);
    expect(accounts.requests).toHaveLength(1);
    expect(stored).toHaveLength(1);
  });

  test("that was replaced before costs no renewal", async () => {
    const { accounts, source, first } = await start();
    await source({ rejected: "fra:older-token" });
    expect(accounts.requests).toEqual([]);
    expect(await source()).toBe(first.accessToken);
  });

  test("is not handed out again when it cannot be replaced, and later calls try again", async () => {
    const { accounts, source, first } = await start();
    accounts.instead = answer(503, "");
    const secrets = [first.accessToken, first.refreshToken, CLIENT_SECRET];
    expect(await failure(() => source({ rejected: first.accessToken }), secrets)).toMatchObject({
      code: "http",
      status: 503,
    });
    expect((await failure(() => source({ rejected: "fra:older-token" }), secrets)).code).toBe("http");
    expect((await failure(() => source(), secrets)).code).toBe("http");
    accounts.instead = undefined;
    expect(await source()).toBe(accounts.pairs[0]?.accessToken);
  });
});

describe("renewing that fails", () => {
  test.each([
    ["HTTP 503", 503, ""],
    ["HTTP 429", 429, ""],
    ["temporarily_unavailable", 400, '{"oauth_exception":"temporarily_unavailable"}'],
  ])("with %s leaves a token in use that is still valid, and no other", async (_, status, body) => {
    const { accounts, source, first, stored } = await start();
    accounts.instead = answer(status, body);
    vi.setSystemTime(first.expiresAt - 1000);
    expect(await source()).toBe(first.accessToken);
    expect(accounts.requests).toHaveLength(1);
    vi.setSystemTime(first.expiresAt);
    await failure(() => source());
    expect(accounts.requests).toHaveLength(2);
    accounts.instead = undefined;
    expect(await source()).toBe(stored[0]?.accessToken);
  });

  test("because the login is over says so at once, to all who ask", async () => {
    const { accounts, source, first } = await start();
    accounts.pairs.length = 0;
    vi.setSystemTime(first.expiresAt - 1000);
    const errors = await Promise.all([failure(() => source(), [first.refreshToken]), failure(() => source())]);
    expect(errors.map(({ code }) => code)).toEqual(["invalid_grant", "invalid_grant"]);
    expect(accounts.requests).toHaveLength(1);
  });

  test("for want of a refresh token waits for the end of the access token", async () => {
    const { accounts, first } = await start();
    const { refreshToken: _, ...tokens } = first;
    const oauth = createOAuth({
      clientId: CLIENT_ID,
      redirectUri: "https://app.example.com/",
      accountsUrl: accounts.url,
    });
    const source = tokenSource({ oauth, tokens, onChange: () => {} });
    vi.setSystemTime(tokens.expiresAt - 1);
    expect(await source()).toBe(tokens.accessToken);
    vi.setSystemTime(tokens.expiresAt);
    const error = await failure(() => source(), [tokens.accessToken]);
    expect(error.message).toBe("no_refresh_token: There is no refresh token. Let the person log in again.");
  });
});

describe("storing that fails", () => {
  test("fails the call, loses nothing, and is tried again before anything else", async () => {
    let disk: "full" | "fine" = "full";
    let old = "";
    const stored: Tokens[] = [];
    const onChange = vi.fn(async (tokens: Tokens) => {
      if (disk === "full")
        throw Object.assign(new Error(`cannot put ${tokens.refreshToken} for ${old}`), { row: { ...tokens } });
      stored.push(tokens);
    });
    const { accounts, source, first } = await start({ tokens: { expiresAt: NOW }, onChange });
    old = first.accessToken;
    const error = await failure(() => source());
    const { accessToken = "", refreshToken = "" } = accounts.pairs[0] ?? {};
    await failure(() => Promise.reject(error), [accessToken, refreshToken, old, first.refreshToken]);
    expect(error).toMatchObject({ code: "not_stored", cause: { message: "cannot put [redacted] for [redacted]" } });
    expect(source.tokens()).toMatchObject({ accessToken, refreshToken });

    // Not the token alone, nor one more renewal: first the tokens have to be safe.
    expect((await failure(() => source())).code).toBe("not_stored");
    expect(onChange).toHaveBeenCalledTimes(2);

    disk = "fine";
    expect(await source()).toBe(accessToken);
    expect(stored).toMatchObject([{ accessToken, refreshToken }]);
    expect(accounts.requests).toHaveLength(1);

    // The next renewal uses the refresh token that could not be stored at first.
    vi.setSystemTime(NOW + 8 * HOUR);
    await source();
    expect(accounts.requests[1]?.form["refresh_token"]).toBe(refreshToken);
  });

  test("counts also when it throws at once, and when the token has ended meanwhile", async () => {
    const stored: Tokens[] = [];
    const onChange = vi
      .fn((tokens: Tokens): void => void stored.push(tokens))
      .mockImplementationOnce(() => {
        throw "no store";
      });
    const { accounts, source } = await start({ tokens: { expiresAt: NOW }, onChange });
    expect(await failure(() => source())).toMatchObject({ code: "not_stored", cause: { message: "no store" } });
    const lost = source.tokens();
    vi.setSystemTime(NOW + 9 * HOUR);
    expect(await source()).toBe(accounts.pairs[0]?.accessToken);
    expect(stored).toMatchObject([lost, accounts.pairs[0]]);
  });

  test("fails all who wait, once", async () => {
    const onChange = vi.fn(() => Promise.reject(new Error("no store")));
    const { source } = await start({ tokens: { expiresAt: NOW }, onChange });
    const errors = await Promise.all([failure(() => source()), failure(() => source()), failure(() => source())]);
    expect(new Set(errors).size).toBe(1);
    expect(onChange).toHaveBeenCalledOnce();
  });
});

test("the caller's objects and the source's are not the same", async () => {
  const { source, first, stored } = await start();
  const { accessToken } = first;
  first.accessToken = "changed by the caller";
  expect(await source()).toBe(accessToken);
  const token = await source({ rejected: accessToken });
  if (stored[0]) stored[0].accessToken = "changed by the store";
  source.tokens().accessToken = "changed by a reader";
  expect(await source()).toBe(token);
});

test("tokens survive JSON", async () => {
  const { source, first } = await start();
  expect(JSON.parse(JSON.stringify(source.tokens()))).toEqual(first);
});

test.each([
  [{ tokens: { accessToken: "" } }, "tokens.accessToken"],
  [{ tokens: { expiresAt: "soon" as unknown as number } }, "tokens.expiresAt"],
  [{ onChange: "store" as unknown as () => void }, "onChange"],
  [{ marginMs: -1 }, "marginMs"],
  [{ marginMs: Number.NaN }, "marginMs"],
])("%j is refused, by the name %s", async (options, name) => {
  const error = await failure(() => start(options));
  expect(error).toMatchObject({ code: "argument", description: expect.stringContaining(`${name} must`) });
});

describe("in a client", () => {
  test("a token that the API refuses is renewed, stored, and used from then on", async () => {
    const { accounts, source, first, stored } = await start();
    const api = await startRecorder({ body: "[]" });
    const refusing = vi.fn(async (url: string, init: RequestInit) => {
      if (new Headers(init.headers).get("authorization") === `Bearer ${first.accessToken}`)
        return new Response("{}", { status: 401 });
      return fetch(url, init);
    });
    const livechat = createClient({ auth: { accessToken: source }, baseUrl: api.url, fetch: refusing });
    expect(await Promise.all([livechat.agents.list(), livechat.agents.list()])).toEqual([[], []]);
    await livechat.agents.list();
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 3 }, () => `Bearer ${accounts.pairs[0]?.accessToken}`),
    );
    expect(refusing).toHaveBeenCalledTimes(5);
    expect(stored).toHaveLength(1);
    expect(accounts.requests).toHaveLength(1);
  });

  test("a login that is over fails the call, with the reason in reach", async () => {
    const { accounts, source, first } = await start({ tokens: { expiresAt: NOW } });
    accounts.pairs.length = 0;
    const livechat = createClient({ auth: { accessToken: source }, baseUrl: "http://127.0.0.1:9" });
    const error: unknown = await livechat.agents.list().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const chain = [error, (error as Error).cause, ((error as Error).cause as Error | undefined)?.cause];
    expect(chain.find((link) => link instanceof OAuthError)).toMatchObject({ code: "invalid_grant" });
    await failure(() => Promise.reject(chain.find((link) => link instanceof OAuthError)), [first.refreshToken]);
  });
});

test("asks for nothing but the web's own globals, so that workers run it", async () => {
  const room = join(ROOT, "src/oauth");
  const files = await readdir(room);
  expect(files).toContain("index.ts");
  for (const file of files) {
    const code = await readFile(join(room, file), "utf8");
    for (const [, source] of code.matchAll(/ from "([^"]+)"/g))
      expect(source).toMatch(/^\.(\/|\.\/client\/loopback)\w*\.js$/);
    expect(code).not.toMatch(/\b(Buffer|process|require|setImmediate)\b|import\(/);
  }
});
