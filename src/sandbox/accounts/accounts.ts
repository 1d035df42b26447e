// LiveChat's accounts service: people log in and let apps act for them. Knows who can log in, nothing else of the licence.
import { createApps, type OAuthApp } from "./apps.js";
import { createAuthorize, isBrowser } from "./authorize.js";
import { createGrants, DEFAULT_SCOPE } from "./grants.js";
import { errorPage } from "./page.js";
import { caughtRefusal, OAuthRefusal, refusalFields } from "./refusal.js";
import { createTokenService } from "./tokens.js";

export type { OAuthApp } from "./apps.js";

export interface AccountsOptions {
  /** The clock, in Unix seconds. */
  now(): number;
  /** A new text that begins with this one and was never given before. */
  secret(prefix: string): string;
  /** The logins of those who can log in, the owner first. */
  logins(): string[];
  /** How long an access token lives, in seconds. Default: 28,800, LiveChat's 8 hours. */
  tokenLifetime?: number;
}

export interface Accounts {
  /** Whose access token this is; undefined for one that is unknown, expired or revoked, and when the agent is gone. */
  loginOf(accessToken: string): string | undefined;
  /**
   * A token for this login, without any flow. It does not expire and counts towards no limit, but can be revoked.
   *
   * @throws TypeError when nobody has this login
   */
  issue(login: string): string;
  /**
   * Makes an app known, or replaces one with the same client ID. From then on only registered apps may ask for tokens;
   * before, every client ID may, as an app without a secret whose redirect address is https or on this machine.
   *
   * @throws TypeError for an app without client ID, or with a redirect address that LiveChat would not take
   */
  register(app: OAuthApp): void;
  /**
   * Answers a request; `path` is below the service's root: `/`, `/v2/token`, `/v2/info`.
   *
   * At `/` a browser is shown a page to choose an agent and to allow or deny, whatever `prompt` says. Any other program
   * (its `Accept` does not name `text/html`) is sent back with a code at once, as the agent that `login_hint` names, or as
   * the owner. Limits on redirects, such as LiveChat's 3 in 30 seconds, are not kept.
   */
  handle(request: Request, path: string): Promise<Response>;
  /** Forgets all logins and tokens. Apps stay registered. */
  reset(): void;
}

type Route = (request: Request) => Response | Promise<Response>;

export function createAccounts(options: AccountsOptions): Accounts {
  const { logins, tokenLifetime = 28_800 } = options;
  const apps = createApps();
  const grants = createGrants(options);
  const authorize = createAuthorize({ ...options, apps, grants });
  const tokens = createTokenService({ ...options, apps, grants, tokenLifetime });

  const routes = new Map<string, Map<string, Route>>([
    [
      "/",
      new Map<string, Route>([
        ["GET", authorize.ask],
        ["POST", authorize.answer],
      ]),
    ],
    [
      "/v2/token",
      new Map<string, Route>([
        ["POST", async (request) => json(await tokens.grant(request))],
        ["DELETE", (request) => json(tokens.revoke(request))],
      ]),
    ],
    ["/v2/info", new Map<string, Route>([["GET", (request) => json(tokens.info(request))]])],
  ]);

  const route = (request: Request, path: string): Response | Promise<Response> => {
    const methods = routes.get(path);
    if (!methods) throw new OAuthRefusal("invalid_request", "there is nothing at this path", 404);
    const answer = methods.get(request.method);
    if (answer) return answer(request);
    const allowed = [...methods.keys()].join(", ");
    throw new OAuthRefusal("invalid_request", `the method must be ${allowed}`, 405, { Allow: allowed });
  };

  return {
    loginOf(accessToken) {
      const login = grants.accessToken(accessToken)?.grant.login;
      return login !== undefined && logins().includes(login) ? login : undefined;
    },

    issue(login) {
      if (!logins().includes(login)) throw new TypeError(`There is no agent with the login ${login}`);
      const grant = { clientId: "made-up-client-id", login, scope: DEFAULT_SCOPE };
      return grants.addAccessToken({ grant, expiresAt: Number.POSITIVE_INFINITY, refreshed: false });
    },

    register: apps.register,

    async handle(request, path) {
      const place = path === "" ? "/" : path;
      try {
        return await route(request, place);
      } catch (error) {
        const refusal = caughtRefusal(error);
        if (place === "/" && isBrowser(request)) return errorPage(refusal);
        return json(refusalFields(refusal), refusal.status, refusal.headers);
      }
    },

    reset() {
      grants.clear();
      authorize.clear();
    },
  };
}

function json(body: object, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store", ...headers } });
}
