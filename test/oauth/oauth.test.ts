// The steps of a login against a service that speaks LiveChat's dialect, and everything that can go wrong with them.
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { equalInConstantTime, s256Challenge } from "../../src/oauth/crypto.js";
import { createOAuth, isOAuthError, type OAuth, type OAuthOptions, type Tokens } from "../../src/oauth/index.js";
import { type Accounts, answer, CLIENT_ID, CLIENT_SECRET, startAccounts } from "./accounts.js";
import { failure } from "./secrets.js";

const REDIRECT_URI = "https://app.example.com/callback";
const OPTIONS = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, redirectUri: REDIRECT_URI };

async function start(options: Partial<OAuthOptions> = {}): Promise<{ accounts: Accounts; oauth: OAuth }> {
  const accounts = await startAccounts();
  return { accounts, oauth: createOAuth({ ...OPTIONS, accountsUrl: accounts.url, ...options }) };
}

/** Tokens that the service knows. */
function held(accounts: Accounts): Tokens & { refreshToken: string } {
  return { ...accounts.issue(), expiresAt: Date.now() + 1_000_000, scopes: ["agents--all:ro"] };
}

describe("a login", () => {
  test("gets tokens, and sends the code, its verifier and the app's credentials once, in a form", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 1_800_000_000_000 });
    onTestFinished(() => void vi.useRealTimers());
    const { accounts, oauth } = await start();
    const { url, state, codeVerifier } = await oauth.authorizationUrl();
    const redirect = await accounts.visit(url);
    const code = oauth.readRedirect(redirect, { state });
    expect(await oauth.exchange({ code, codeVerifier })).toEqual({
      ...accounts.pairs[0],
      expiresAt: 1_800_000_000_000 + 28_800_000,
      scopes: ["agents--all:ro", "chats--all:ro"],
      accountId: "made-up-account",
      organizationId: "made-up-organization",
    });
    expect(accounts.requests).toEqual([
      {
        method: "POST",
        target: "/v2/token",
        authorization: undefined,
        form: {
          grant_type: "authorization_code",
          code,
          code_verifier: codeVerifier,
          redirect_uri: REDIRECT_URI,
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
        },
      },
    ]);
  });

  test("leaves out the secret of an app that has none", async () => {
    const accounts = await startAccounts();
    const oauth = createOAuth({ clientId: CLIENT_ID, redirectUri: REDIRECT_URI, accountsUrl: accounts.url });
    const error = await failure(() => oauth.exchange({ code: "some-code", codeVerifier: "some-verifier" }));
    expect(accounts.requests[0]?.form).not.toHaveProperty("client_secret");
    expect(error).toMatchObject({ code: "invalid_client", status: 400 });
  });

  test("fails with a code that was used before, and repeats none of what the service repeats", async () => {
    const { accounts, oauth } = await start();
    const { url, state, codeVerifier } = await oauth.authorizationUrl();
    const code = oauth.readRedirect(await accounts.visit(url), { state });
    await oauth.exchange({ code, codeVerifier });
    const error = await failure(() => oauth.exchange({ code, codeVerifier }), [code, codeVerifier, CLIENT_SECRET]);
    expect(error).toMatchObject({
      code: "invalid_grant",
      status: 400,
      description: "no such code: [redacted], [redacted]",
      message: "invalid_grant: no such code: [redacted], [redacted]. Let the person log in again.",
    });
  });

  test("fails with another login's verifier", async () => {
    const { accounts, oauth } = await start();
    const { url, state } = await oauth.authorizationUrl();
    const { codeVerifier } = await oauth.authorizationUrl();
    const code = oauth.readRedirect(await accounts.visit(url), { state });
    expect((await failure(() => oauth.exchange({ code, codeVerifier }))).code).toBe("invalid_grant");
  });
});

describe("the authorization URL", () => {
  test("asks LiveChat for a code, with everything that a login needs", async () => {
    const oauth = createOAuth({ ...OPTIONS, scopes: ["agents--all:ro", "chats--all:ro"] });
    const { url, state, codeVerifier } = await oauth.authorizationUrl({ prompt: "consent" });
    const { origin, pathname, searchParams } = new URL(url);
    expect(origin + pathname).toBe("https://accounts.livechat.com/");
    expect(Object.fromEntries(searchParams)).toEqual({
      response_type: "code",
      client_id: CLIENT_ID,
      redirect_uri: REDIRECT_URI,
      state,
      code_challenge: await s256Challenge(codeVerifier),
      code_challenge_method: "S256",
      scope: "agents--all:ro chats--all:ro",
      prompt: "consent",
    });
    expect(url).not.toContain(codeVerifier);
    expect(url).not.toContain(CLIENT_SECRET);
  });

  test("leaves out what was not asked for", async () => {
    const { searchParams } = new URL((await createOAuth(OPTIONS).authorizationUrl()).url);
    expect([...searchParams.keys()]).not.toContain("scope");
    expect([...searchParams.keys()]).not.toContain("prompt");
  });

  test("has a fresh state and verifier each time, of the length that RFC 7636 wants", async () => {
    const oauth = createOAuth(OPTIONS);
    const starts = await Promise.all(Array.from({ length: 50 }, () => oauth.authorizationUrl()));
    const values = starts.flatMap(({ state, codeVerifier }) => [state, codeVerifier]);
    expect(new Set(values).size).toBe(100);
    for (const value of values) expect(value).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  test("has the challenge of RFC 7636, appendix B", async () => {
    expect(await s256Challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")).toBe(
      "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    );
  });
});

describe("the redirect", () => {
  const oauth = createOAuth(OPTIONS);
  const STATE = "state-of-this-session";
  const read = (query: string, state: string | undefined = STATE) =>
    oauth.readRedirect(REDIRECT_URI + query, { state });

  test("gives the code, with its colon, from a complete address, a path, or a URL", () => {
    const query = `?code=fra%3Aabc&state=${STATE}`;
    expect(read(query)).toBe("fra:abc");
    expect(oauth.readRedirect(`/callback${query}`, { state: STATE })).toBe("fra:abc");
    expect(oauth.readRedirect(new URL(REDIRECT_URI + query), { state: STATE })).toBe("fra:abc");
  });

  test.each([
    ["another", "?code=the-code&state=state-of-that-session"],
    ["a longer", `?code=the-code&state=${STATE}x`],
    ["a shorter", `?code=the-code&state=${STATE.slice(1)}`],
    ["an empty", "?code=the-code&state="],
    ["no", "?code=the-code"],
    ["another, with an error,", "?oauth_exception=access_denied&state=state-of-that-session"],
  ])("is refused with %s state", async (_, query) => {
    expect((await failure(() => read(query), ["the-code", STATE, "that-session"])).code).toBe("state_mismatch");
  });

  test.each([undefined, ""])("is refused when the session's state is %j, whatever comes", async (state) => {
    for (const query of ["?code=the-code&state=", "?code=the-code", "?code=the-code&state=undefined"]) {
      const error = await failure(() => oauth.readRedirect(REDIRECT_URI + query, { state }), ["the-code"]);
      expect(error.code).toBe("state_mismatch");
    }
  });

  test("tells of consent that was refused", async () => {
    const { accounts, oauth } = await start();
    accounts.consents = false;
    const { url, state } = await oauth.authorizationUrl();
    const redirect = await accounts.visit(url);
    expect((await failure(() => oauth.readRedirect(redirect, { state }), [state])).code).toBe("access_denied");
  });

  test.each([
    [`?oauth_exception=access_denied&state=${STATE}`, "access_denied", "LiveChat gives no details"],
    ["?identity_exception=identity_lost", "identity_lost", "LiveChat gives no details"],
    [
      "?oauth_exception=unauthorized_client&exception_details=client_id_not_found",
      "unauthorized_client",
      "client_id_not_found",
    ],
    ["?exception_details=invalid_redirect_uri", "invalid_redirect_uri", "invalid_redirect_uri"],
    ["?error=invalid_scope&error_description=no+such+scope", "invalid_scope", "no such scope"],
    ["?oauth_exception=brand_new&exception_details=why", "unknown", "brand_new: why"],
    ["#oauth_exception=too_many_redirects", "too_many_redirects", "LiveChat gives no details"],
  ])("%s is the error %s", async (query, code, description) => {
    const error = await failure(() => read(query), [STATE]);
    expect(error).toMatchObject({ code, description, status: undefined });
    expect(error.message.startsWith(`${code}: ${description}.`)).toBe(true);
  });

  test("puts a stranger's text on one line of bounded length, without this login's secrets", async () => {
    const details = encodeURIComponent(`first\r\nsecond ${STATE} the-code ${"x".repeat(5000)}`);
    const error = await failure(
      () => read(`?code=the-code&state=${STATE}&oauth_exception=server_error&exception_details=${details}`),
      [STATE, "the-code"],
    );
    expect(error.description).toMatch(/^first second \[redacted\] \[redacted\] x+\.\.\.$/);
    expect(error.description.length).toBeLessThan(210);
  });

  test("without a code says so, and knows the implicit grant by its token", async () => {
    const empty = await failure(() => read(`?state=${STATE}`));
    expect(empty).toMatchObject({ code: "no_code", description: "The redirect holds neither a code nor an error" });
    const implicit = await failure(() => read(`#access_token=fra%3Asecret-token&state=${STATE}`), ["fra:secret-token"]);
    expect(implicit.code).toBe("no_code");
    expect(implicit.description).toContain("holds an access token");
  });

  test("that is no address is refused", async () => {
    expect((await failure(() => oauth.readRedirect("https://", { state: STATE }))).code).toBe("argument");
  });
});

test("texts are compared to their end", () => {
  expect(equalInConstantTime("same", "same")).toBe(true);
  for (const other of ["Same", "samE", "sam", "samee", "", "same\u0000"])
    expect(equalInConstantTime(other, "same")).toBe(false);
  expect(equalInConstantTime("\ud800", "\ud801")).toBe(true); // Halves of pairs have one encoding; no state holds any.
});

describe("refreshing", () => {
  test("takes a new refresh token, and keeps what the answer leaves out", async () => {
    const { accounts, oauth } = await start();
    const before = { ...held(accounts), accountId: "kept" };
    const rotated = await oauth.refresh(before);
    expect(rotated).toMatchObject({ ...accounts.pairs[0], accountId: "made-up-account" });
    expect(rotated.refreshToken).not.toBe(before.refreshToken);
    expect(accounts.requests[0]?.form).toEqual({
      grant_type: "refresh_token",
      refresh_token: before.refreshToken,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    });

    accounts.rotates = false;
    const renewed = await oauth.refresh(rotated);
    expect(renewed.refreshToken).toBe(rotated.refreshToken);
    expect(renewed.accessToken).not.toBe(rotated.accessToken);

    accounts.instead = answer(200, JSON.stringify({ access_token: "bare", expires_in: "3920" }));
    const now = Date.now();
    const bare = await oauth.refresh(renewed);
    expect(bare).toEqual({ ...renewed, accessToken: "bare", expiresAt: bare.expiresAt });
    expect(bare.expiresAt).toBeGreaterThanOrEqual(now + 3_920_000);
    expect(bare.expiresAt).toBeLessThan(now + 3_930_000);
  });

  test.each([{}, { expires_in: 0 }, { expires_in: "soon" }, { expires_in: null }])(
    "does not lose tokens over the lifetime %j, and takes 8 hours",
    async (lifetime) => {
      const { accounts, oauth } = await start();
      accounts.instead = answer(200, JSON.stringify({ access_token: "new", refresh_token: "newer", ...lifetime }));
      const now = Date.now();
      const tokens = await oauth.refresh(held(accounts));
      expect(tokens).toMatchObject({ accessToken: "new", refreshToken: "newer" });
      expect(tokens.expiresAt - now).toBeGreaterThanOrEqual(28_800_000);
      expect(tokens.expiresAt - now).toBeLessThan(28_810_000);
    },
  );

  test("fails with a refresh token that is dead, and does not repeat it", async () => {
    const { accounts, oauth } = await start();
    const tokens = held(accounts);
    await oauth.refresh(tokens);
    const error = await failure(() => oauth.refresh(tokens), [tokens.refreshToken, tokens.accessToken, CLIENT_SECRET]);
    expect(error).toMatchObject({ code: "invalid_grant", description: "unknown refresh token [redacted]" });
  });

  test("fails without a refresh token before anything is sent", async () => {
    const { accounts, oauth } = await start();
    const tokens = { accessToken: "some-token", expiresAt: 0, scopes: [] };
    expect((await failure(() => oauth.refresh(tokens))).code).toBe("no_refresh_token");
    expect(accounts.requests).toEqual([]);
  });
});

describe("revoking", () => {
  test("ends both tokens, and sends them in no address", async () => {
    const { accounts, oauth } = await start();
    const tokens = held(accounts);
    await oauth.revoke(tokens);
    expect(accounts.pairs).toEqual([]);
    expect(accounts.requests).toEqual([
      { method: "DELETE", target: "/v2/token", authorization: `Bearer ${tokens.accessToken}`, form: {} },
    ]);
    expect(await failure(() => oauth.info(tokens), [tokens.accessToken])).toMatchObject({
      code: "unauthorized",
      status: 401,
    });
    expect((await failure(() => oauth.refresh(tokens), [tokens.refreshToken])).code).toBe("invalid_grant");
  });

  test("speaks through the refresh token when the access token is over", async () => {
    const { accounts, oauth } = await start();
    const tokens = { ...held(accounts), expiresAt: Date.now() - 1 };
    await oauth.revoke(tokens);
    expect(accounts.requests[0]?.authorization).toBe(`Bearer ${tokens.refreshToken}`);
    expect(accounts.pairs).toEqual([]);
  });

  test("takes an access token alone, and an empty answer", async () => {
    const { accounts, oauth } = await start();
    accounts.instead = answer(200, "");
    await oauth.revoke({ accessToken: "some-token" });
    expect(accounts.requests[0]?.authorization).toBe("Bearer some-token");
  });
});

test("info tells what a token is for, and not the refresh token", async () => {
  const { accounts, oauth } = await start();
  const tokens = held(accounts);
  const now = Date.now();
  const info = await oauth.info(tokens);
  expect(info).toEqual({
    expiresAt: info.expiresAt,
    scopes: ["agents--all:ro", "chats--all:ro"],
    clientId: CLIENT_ID,
    accountId: "made-up-account",
    organizationId: "made-up-organization",
  });
  expect(info.expiresAt).toBeGreaterThanOrEqual(now + 28_800_000);
  accounts.instead = answer(200, "");
  expect((await failure(() => oauth.info(tokens))).code).toBe("parse");
});

describe("a service that misbehaves", () => {
  // The answers hold new tokens: what is broken must not be shown either.
  test.each([
    ["truncated JSON", 200, '{"access_token": "leaked-token", "refr', "parse"],
    ["an HTML page", 200, "<html>leaked-token</html>", "parse"],
    ["a list", 200, '["leaked-token"]', "parse"],
    ["null", 200, "null", "parse"],
    ["nothing", 200, "", "parse"],
    ["no token", 200, '{"token": "leaked-token"}', "parse"],
    ["a token with a line break", 200, '{"access_token": "leaked-token\\n"}', "parse"],
    ["an HTML error", 502, "<html>leaked-token</html>", "http"],
    ["a JSON error without a name", 500, '{"message": "leaked-token"}', "http"],
    ["an empty error", 429, "", "http"],
    ["an error with a success's status", 200, '{"oauth_exception": "server_error"}', "server_error"],
  ])("%s is a clear error", async (_, status, body, code) => {
    const { accounts, oauth } = await start();
    accounts.instead = answer(status, body);
    const tokens = held(accounts);
    const error = await failure(() => oauth.refresh(tokens), ["leaked-token", tokens.refreshToken, CLIENT_SECRET]);
    expect(error.code).toBe(code);
    if (code === "http") expect(error).toMatchObject({ status, message: expect.stringContaining(String(status)) });
  });

  test("that redirects is not followed", async () => {
    const { accounts, oauth } = await start();
    const other = await startAccounts();
    accounts.instead = answer(307, "", { Location: `${other.url}/v2/token?hidden-part` });
    const tokens = held(accounts);
    const error = await failure(() => oauth.refresh(tokens), [tokens.refreshToken, "hidden-part"]);
    expect(error).toMatchObject({ code: "http", status: 307 });
    expect(error.description).toContain(`a redirect to ${new URL(other.url).host};`);
    expect(other.requests).toEqual([]);
  });

  test("that hangs up is a connection error with its reason", async () => {
    const { accounts, oauth } = await start();
    accounts.instead = (request) => void request.socket.destroy();
    const tokens = held(accounts);
    const error = await failure(() => oauth.refresh(tokens), [tokens.refreshToken, CLIENT_SECRET]);
    expect(error.code).toBe("connection");
    expect(error.message).toContain("other side closed");
    expect(error.cause).toBeInstanceOf(Error);
  });

  test("that hangs up within the body is one, too", async () => {
    const { accounts, oauth } = await start();
    accounts.instead = (_, response) => {
      response.writeHead(200, { "Content-Length": "100" }).write('{"access_token": "leaked-token"');
      setImmediate(() => response.destroy());
    };
    expect((await failure(() => oauth.refresh(held(accounts)), ["leaked-token"])).code).toBe("connection");
  });

  test("a fetch that shows the request in what it throws shows nothing through us", async () => {
    const tokens = {
      accessToken: "old-access",
      refreshToken: "old refresh/token".replace(" ", "+"),
      expiresAt: 0,
      scopes: [],
    };
    const oauth = createOAuth({
      ...OPTIONS,
      async fetch(_, { body }) {
        const cause = Object.assign(new Error(`sent ${body}`), { config: { data: body }, token: tokens.refreshToken });
        throw Object.assign(new TypeError(`could not send ${tokens.refreshToken}`, { cause }), { request: { body } });
      },
    });
    const error = await failure(() => oauth.refresh(tokens), [tokens.refreshToken, CLIENT_SECRET]);
    expect(error.code).toBe("connection");
    expect(error.cause).toMatchObject({ name: "TypeError", message: "could not send [redacted]" });
    const thrown = createOAuth({ ...OPTIONS, fetch: () => Promise.reject({ body: CLIENT_SECRET }) });
    expect((await failure(() => thrown.refresh(tokens), [CLIENT_SECRET])).code).toBe("connection");
  });
});

describe("time", () => {
  test("ends after 30 seconds, also for a fetch that heeds no signal", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const oauth = createOAuth({ ...OPTIONS, fetch: () => new Promise(() => {}) });
    const settled = vi.fn();
    const waiting = failure(() => oauth.info({ accessToken: "some-token" })).finally(settled);
    await vi.advanceTimersByTimeAsync(29_999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(await waiting).toMatchObject({ code: "timeout", message: expect.stringContaining("30000 ms") });
  });

  test.each(["before the answer", "within the body"])("ends %s, and with it the connection", async (when) => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const { accounts, oauth } = await start({
      timeoutMs: 5000,
      async fetch(url, init) {
        const response = await fetch(url, init);
        vi.advanceTimersByTime(5000);
        return response;
      },
    });
    const closed = new Promise<void>((resolve) => {
      accounts.instead = (request, response) => {
        request.socket.once("close", resolve);
        if (when === "within the body") response.write('{"access_token": "leaked-token"');
        else vi.advanceTimersByTime(5000);
      };
    });
    const tokens = held(accounts);
    const secrets = [tokens.refreshToken, CLIENT_SECRET, "leaked-token"];
    expect((await failure(() => oauth.refresh(tokens), secrets)).code).toBe("timeout");
    await closed;
  });

  test("leaves no timer behind", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const oauth = createOAuth({ ...OPTIONS, fetch: async () => new Response('{"client_id": "x"}') });
    await oauth.info({ accessToken: "some-token" });
    const failing = createOAuth({ ...OPTIONS, fetch: () => Promise.reject(new Error("no")) });
    await failure(() => failing.info({ accessToken: "some-token" }));
    expect(vi.getTimerCount()).toBe(0);
  });

  test("ends when the caller aborts, with the caller's reason and no listener left", async () => {
    const { accounts, oauth } = await start();
    const controller = new AbortController();
    const added = vi.spyOn(controller.signal, "addEventListener");
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const reason = new Error("the person left");
    accounts.instead = () => controller.abort(reason);
    const tokens = held(accounts);
    const error = await failure(() => oauth.refresh(tokens, { signal: controller.signal }), [tokens.refreshToken]);
    expect(error).toMatchObject({ code: "aborted", cause: reason });
    expect(added).toHaveBeenCalledOnce();
    expect(removed.mock.calls.map(([name, listener]) => [name, listener])).toEqual(
      added.mock.calls.filter(([name]) => name === "abort").map(([name, listener]) => [name, listener]),
    );
    await failure(() => oauth.refresh(tokens, { signal: controller.signal }));
    expect(accounts.requests).toHaveLength(1);
  });
});

describe("options", () => {
  test.each([
    [{ clientId: "" }, "clientId"],
    [{ clientId: undefined as unknown as string }, "clientId"],
    [{ clientSecret: "" }, "clientSecret"],
    [{ clientSecret: "hidden\nvalue" }, "clientSecret"],
    [{ redirectUri: "/callback" }, "redirectUri"],
    [{ redirectUri: "http://app.example.com/callback" }, "redirectUri"],
    [{ redirectUri: "https://app.example.com/callback?hidden=1" }, "redirectUri"],
    [{ redirectUri: "https://app.example.com/callback#hidden" }, "redirectUri"],
    [{ accountsUrl: "http://accounts.example.com" }, "accountsUrl"],
    [{ accountsUrl: "http://127.0.0.1.example.com" }, "accountsUrl"],
    [{ accountsUrl: "https://user:hidden@accounts.example.com" }, "accountsUrl"],
    [{ scopes: "hidden" as unknown as string[] }, "scopes"],
    [{ scopes: ["a b"] }, "scopes"],
    [{ timeoutMs: 0 }, "timeoutMs"],
    [{ timeoutMs: Number.NaN }, "timeoutMs"],
    [{ timeoutMs: 2 ** 31 }, "timeoutMs"],
  ])("%j is refused, by the name %s", async (options: Partial<OAuthOptions>, name) => {
    const error = await failure(() => createOAuth({ ...OPTIONS, ...options }), ["hidden"]);
    expect(error.code).toBe("argument");
    expect(error.description.startsWith(`${name} must`)).toBe(true);
  });

  test("plain HTTP is for this machine", () => {
    for (const host of ["localhost:3000", "127.0.0.1", "[::1]:8080"])
      expect(() => createOAuth({ ...OPTIONS, redirectUri: `http://${host}/callback` })).not.toThrow();
  });

  test.each([
    ["code", { code: "", codeVerifier: "hidden" }],
    ["codeVerifier", { code: "hidden", codeVerifier: undefined as unknown as string }],
    ["code", { code: "hidden\r\nX: y", codeVerifier: "hidden" }],
  ])("an exchange without a usable %s sends nothing", async (name, login) => {
    const { accounts, oauth } = await start();
    const error = await failure(() => oauth.exchange(login), ["hidden"]);
    expect(error).toMatchObject({ code: "argument", description: expect.stringContaining(`${name} must`) });
    expect(accounts.requests).toEqual([]);
  });

  test("a token that would break the header is refused without showing it", async () => {
    const oauth = createOAuth(OPTIONS);
    for (const step of [oauth.info, oauth.revoke])
      expect((await failure(() => step({ accessToken: "hidden\r\nX: y" }), ["hidden"])).code).toBe("argument");
  });

  test("nothing that was made shows the secret", () => {
    expect(inspect(createOAuth(OPTIONS), { depth: 20, showHidden: true })).not.toContain(CLIENT_SECRET);
  });
});

test("isOAuthError knows the error of another copy of the package, and nothing else", async () => {
  const copy = Object.assign(new Error("invalid_grant"), {
    name: "OAuthError",
    code: "invalid_grant",
    description: "",
  });
  expect(isOAuthError(copy)).toBe(true);
  expect(isOAuthError(await failure(() => createOAuth({ ...OPTIONS, clientId: "" })))).toBe(true);
  for (const other of [new Error("no"), { name: "OAuthError", code: "x", description: "" }, undefined])
    expect(isOAuthError(other)).toBe(false);
});
