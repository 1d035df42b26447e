// What the compiler knows of the OAuth entry.
import { type ClientOptions, createClient } from "livechat-openapi";
import { describe, expectTypeOf, test } from "vitest";
import {
  createOAuth,
  isOAuthError,
  type LoginStart,
  type OAuth,
  type OAuthCallOptions,
  OAuthError,
  type OAuthErrorCode,
  type OAuthOptions,
  type OAuthTokenSource,
  type TokenInfo,
  type TokenSourceOptions,
  type Tokens,
  tokenSource,
} from "../../src/oauth/index.js";

declare const oauth: OAuth;
declare const tokens: Tokens;

describe("createOAuth", () => {
  test("takes the app's registration", () => {
    expectTypeOf(createOAuth).parameters.toEqualTypeOf<[OAuthOptions]>();
    expectTypeOf(createOAuth).returns.toEqualTypeOf<OAuth>();
    // @ts-expect-error an app has an address to come back to
    createOAuth({ clientId: "id" });
  });

  test("gives the steps of a login", () => {
    expectTypeOf(oauth.authorizationUrl()).resolves.toEqualTypeOf<LoginStart>();
    expectTypeOf<LoginStart>().toEqualTypeOf<{ url: string; state: string; codeVerifier: string }>();
    expectTypeOf(oauth.readRedirect(new URL("https://app.example.com"), { state: undefined })).toEqualTypeOf<string>();
    expectTypeOf(
      oauth.exchange({ code: "c", codeVerifier: "v" }, { signal: AbortSignal.abort() }),
    ).resolves.toEqualTypeOf<Tokens>();
    expectTypeOf(oauth.refresh(tokens)).resolves.toEqualTypeOf<Tokens>();
    expectTypeOf(oauth.revoke({ accessToken: "t" })).resolves.toEqualTypeOf<void>();
    expectTypeOf(oauth.info(tokens)).resolves.toEqualTypeOf<TokenInfo>();
    expectTypeOf<OAuthCallOptions>().toEqualTypeOf<{ signal?: AbortSignal }>();
    // @ts-expect-error the state is not to be forgotten
    oauth.readRedirect("/callback?code=c");
    // @ts-expect-error neither is the verifier
    oauth.exchange({ code: "c" });
    // @ts-expect-error other prompts are not documented
    oauth.authorizationUrl({ prompt: "none" });
  });
});

test("tokenSource is a source for the client", () => {
  expectTypeOf(tokenSource).parameters.toEqualTypeOf<[TokenSourceOptions]>();
  const source = tokenSource({
    oauth,
    tokens,
    onChange: async (changed) => expectTypeOf(changed).toEqualTypeOf<Tokens>(),
  });
  expectTypeOf(source).toEqualTypeOf<OAuthTokenSource>();
  expectTypeOf(source({ rejected: "t" })).resolves.toEqualTypeOf<string>();
  expectTypeOf(source.tokens()).toEqualTypeOf<Tokens>();
  expectTypeOf({ accessToken: source }).toExtend<ClientOptions["auth"]>();
  createClient({ auth: { accessToken: source } });
  // @ts-expect-error tokens that change have to be stored
  tokenSource({ oauth, tokens });
});

test("an error's code is a literal", () => {
  const error: unknown = new OAuthError("argument", "why");
  if (isOAuthError(error)) {
    expectTypeOf(error.code).toEqualTypeOf<OAuthErrorCode>();
    expectTypeOf(error.description).toEqualTypeOf<string>();
    expectTypeOf(error.status).toEqualTypeOf<number | undefined>();
    // @ts-expect-error no such code
    if (error.code === "invalid_grants") throw error;
  }
});
