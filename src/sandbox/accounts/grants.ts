// What people have allowed apps, and the codes and tokens that stand for it.
import type { Challenge } from "./pkce.js";

/** What one person has allowed one app in one login. All that is made from it ends with it. */
export interface Grant {
  readonly clientId: string;
  readonly login: string;
  /** Separated by commas, as LiveChat has it. */
  readonly scope: string;
}

interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: Challenge | undefined;
  /** Unix seconds. */
  readonly expiresAt: number;
  used: boolean;
}

export interface AccessToken {
  readonly grant: Grant;
  /** Unix seconds. */
  readonly expiresAt: number;
  /** Whether a refresh token brought it, and not a code. */
  readonly refreshed: boolean;
}

export interface Grants {
  addCode(code: Omit<Code, "used">): string;
  addAccessToken(token: AccessToken): string;
  addRefreshToken(grant: Grant): string;
  /** Used and expired ones as well. */
  code(code: string): Code | undefined;
  /** One that is valid now. */
  accessToken(token: string): AccessToken | undefined;
  /** What a refresh token stands for. */
  refreshToken(token: string): Grant | undefined;
  refreshTokenOf(grant: Grant): string | undefined;
  dropRefreshToken(token: string): void;
  /** Takes the oldest tokens from a person and an app that have too many. */
  limit(grant: Grant): void;
  end(grant: Grant): void;
  clear(): void;
}

/** Of access tokens, and of refresh tokens, for one person and app. Source: LiveChat's page on OAuth authorization. */
const MAX_TOKENS = 25;
const MAX_CODES = 1000;

/** For an app that asks for nothing in particular: the scopes that the description names, the wider ones. */
export const DEFAULT_SCOPE = "agents--all:rw,agents--my:rw,groups--all:rw";

export function createGrants({ now, secret }: { now(): number; secret(prefix: string): string }): Grants {
  const codes = new Map<string, Code>();
  const access = new Map<string, AccessToken>();
  const refresh = new Map<string, { grant: Grant }>();
  return {
    addCode: (code) => add(codes, secret("dal:made-up-code"), { ...code, used: false }, MAX_CODES),
    addAccessToken: (token) => add(access, secret("dal:made-up-access-token"), token),
    addRefreshToken: (grant) => add(refresh, secret("made-up-refresh-token"), { grant }),

    code: (code) => codes.get(code),
    accessToken(token) {
      const found = access.get(token);
      return found && found.expiresAt > now() ? found : undefined;
    },
    refreshToken: (token) => refresh.get(token)?.grant,
    refreshTokenOf: (grant) => [...refresh].find(([, held]) => held.grant === grant)?.[0],

    dropRefreshToken: (token) => void refresh.delete(token),
    limit({ clientId, login }) {
      for (const tokens of [access, refresh]) {
        const same = [...tokens].filter(([, { grant }]) => grant.clientId === clientId && grant.login === login);
        for (const [token] of same.slice(0, -MAX_TOKENS)) tokens.delete(token);
      }
    },
    end(grant) {
      for (const tokens of [access, refresh]) {
        for (const [token, held] of tokens) if (held.grant === grant) tokens.delete(token);
      }
    },
    clear() {
      for (const held of [codes, access, refresh]) held.clear();
    },
  };
}

/** Puts an entry in, and the oldest out when there are more than `most`. */
export function add<T>(entries: Map<string, T>, key: string, entry: T, most = Number.POSITIVE_INFINITY): string {
  entries.set(key, entry);
  for (const oldest of entries.keys()) {
    if (entries.size <= most) break;
    entries.delete(oldest);
  }
  return key;
}
