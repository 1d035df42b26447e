// The token service: codes and refresh tokens for tokens, what a token is for, and its end.
import { createHash } from "node:crypto";
import type { App, Apps } from "./apps.js";
import { type Fields, fieldsOf, readFields, required } from "./fields.js";
import type { AccessToken, Grant, Grants } from "./grants.js";
import { proves } from "./pkce.js";
import { OAuthRefusal } from "./refusal.js";

export interface TokenServiceParts {
  apps: Apps;
  grants: Grants;
  now(): number;
  logins(): string[];
  tokenLifetime: number;
}

/** The answers' fields. */
export interface TokenService {
  grant(request: Request): Promise<object>;
  revoke(request: Request): object;
  info(request: Request): object;
}

export function createTokenService({ apps, grants, now, logins, tokenLifetime }: TokenServiceParts): TokenService {
  const checkPerson = ({ login }: Grant, status: number): void => {
    if (!logins().includes(login)) throw new OAuthRefusal("identity_lost", "the agent exists no longer", status);
  };

  /** A new access token, beside the refresh token that there is. */
  const withAccessToken = (grant: Grant, refreshToken: string, refreshed: boolean): object => {
    const token = { grant, expiresAt: now() + tokenLifetime, refreshed };
    const accessToken = grants.addAccessToken(token);
    grants.limit(grant);
    return { ...tokenFields(accessToken, token), refresh_token: refreshToken };
  };

  const tokenFields = (accessToken: string, { grant, expiresAt }: AccessToken): object => ({
    access_token: accessToken,
    account_id: madeUpId(grant.login),
    expires_in: Math.min(Math.ceil(expiresAt - now()), tokenLifetime),
    organization_id: madeUpId("organization"),
    scope: grant.scope,
    token_type: "Bearer",
  });

  const exchange = (app: App, fields: Fields): object => {
    const code = grants.code(required(fields, "code"));
    const redirectUri = required(fields, "redirect_uri");
    if (!code) throw new OAuthRefusal("unauthorized_client", "there is no such code");
    const { grant } = code;
    checkApp(app, grant);
    if (code.used) {
      // Somebody else may have got hold of it.
      grants.end(grant);
      throw new OAuthRefusal("unauthorized_client", "the code was used before; the tokens made from it are revoked");
    }
    code.used = true;
    if (code.expiresAt <= now()) throw new OAuthRefusal("unauthorized_client", "the code has expired");
    if (code.redirectUri !== redirectUri)
      throw new OAuthRefusal("invalid_grant", "redirect_uri is not the one that the code was asked for with");
    if (!proves(fields.get("code_verifier"), code.challenge))
      throw new OAuthRefusal("invalid_grant", "code_verifier does not belong to the code_challenge");
    checkPerson(grant, 400);
    return withAccessToken(grant, grants.addRefreshToken(grant), false);
  };

  const refresh = (app: App, fields: Fields): object => {
    const refreshToken = required(fields, "refresh_token");
    const grant = grants.refreshToken(refreshToken);
    if (!grant)
      throw new OAuthRefusal("invalid_grant", "there is no such refresh token, or it was replaced or revoked");
    checkApp(app, grant);
    checkPerson(grant, 400);
    if (!app.isPublic) return withAccessToken(grant, refreshToken, true);
    grants.dropRefreshToken(refreshToken);
    return withAccessToken(grant, grants.addRefreshToken(grant), true);
  };

  return {
    async grant(request) {
      const fields = await readFields(request);
      const type = required(fields, "grant_type");
      const app = apps.find(fields.get("client_id"));
      app.checkSecret(fields.get("client_secret"));
      if (type === "authorization_code") return exchange(app, fields);
      if (type === "refresh_token") return refresh(app, fields);
      throw new OAuthRefusal("unsupported_grant_type", "grant_type must be authorization_code or refresh_token");
    },

    revoke(request) {
      const token = bearer(request) ?? fieldsOf(new URL(request.url).searchParams).get("code") ?? "";
      const grant = grants.accessToken(token)?.grant ?? grants.refreshToken(token);
      if (!grant) throw unauthorized();
      grants.end(grant);
      return {};
    },

    info(request) {
      const token = bearer(request) ?? "";
      const held = grants.accessToken(token);
      if (!held) throw unauthorized();
      checkPerson(held.grant, 401);
      const refreshToken = held.refreshed ? grants.refreshTokenOf(held.grant) : undefined;
      return {
        ...tokenFields(token, held),
        client_id: held.grant.clientId,
        ...(refreshToken !== undefined && { refresh_token: refreshToken }),
      };
    },
  };
}

function checkApp({ clientId }: App, grant: Grant): void {
  if (clientId !== grant.clientId) throw new OAuthRefusal("invalid_client", "it was issued to another client_id");
}

function bearer(request: Request): string | undefined {
  return /^bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
}

function unauthorized(): OAuthRefusal {
  return new OAuthRefusal("unauthorized", "the token is missing, unknown, expired or revoked", 401, {
    "WWW-Authenticate": 'Bearer realm="LiveChat sandbox"',
  });
}

/** In the form of LiveChat's identifiers; the same name always has the same. */
function madeUpId(name: string): string {
  const digits = createHash("sha256").update(name).digest("hex");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
