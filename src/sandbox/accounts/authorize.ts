// Where people are sent to log in: asks them, and sends them back to the app with a code or with a no.
import type { App, Apps } from "./apps.js";
import { type Fields, fieldsOf, readFields, required } from "./fields.js";
import { add, DEFAULT_SCOPE, type Grants } from "./grants.js";
import { consentPage } from "./page.js";
import { type Challenge, readChallenge } from "./pkce.js";
import { caughtRefusal, OAuthRefusal, refusalFields } from "./refusal.js";

export interface AuthorizeParts {
  apps: Apps;
  grants: Grants;
  now(): number;
  secret(prefix: string): string;
  logins(): string[];
}

export interface Authorize {
  /** The request that an app sends people with. A program that is no browser gets its code at once. */
  ask(request: Request): Response;
  /** The person's answer. */
  answer(request: Request): Promise<Response>;
  clear(): void;
}

/** An app's request for a code. */
interface Wish {
  app: App;
  redirectUri: string;
  state: string;
  /** Separated by commas. */
  scope: string;
  challenge: Challenge | undefined;
}

/** LiveChat says that a code lives for minutes. */
const CODE_LIFETIME_S = 600;
const MAX_QUESTIONS = 1000;

export function createAuthorize({ apps, grants, now, secret, logins }: AuthorizeParts): Authorize {
  /** Questions on the screen, by what the answer brings back. */
  const questions = new Map<string, Wish>();

  const allow = ({ app, redirectUri, state, scope, challenge }: Wish, login: string, status: number): Response => {
    const grant = { clientId: app.clientId, login, scope };
    const code = grants.addCode({ grant, redirectUri, challenge, expiresAt: now() + CODE_LIFETIME_S });
    return redirect(redirectUri, { code, state }, status);
  };

  const put = (wish: Wish, hint: string | undefined): Response => {
    const ticket = add(questions, secret("made-up-ticket"), wish, MAX_QUESTIONS);
    const { app, redirectUri, scope } = wish;
    return consentPage({ clientId: app.clientId, redirectUri, scope, logins: logins(), chosen: hint, ticket });
  };

  return {
    ask(request) {
      const fields = fieldsOf(new URL(request.url).searchParams);
      const app = apps.find(fields.get("client_id"));
      const redirectUri = app.checkRedirectUri(fields.get("redirect_uri"));
      const state = fields.get("state") ?? "";
      try {
        const wish = { app, redirectUri, state, ...readWish(fields, app) };
        const hint = fields.get("login_hint");
        if (isBrowser(request)) return put(wish, hint);
        const login = hint ?? logins()[0];
        if (login === undefined || !logins().includes(login))
          throw new OAuthRefusal("access_denied", "there is no agent of this name to log in");
        return allow(wish, login, 302);
      } catch (error) {
        return redirect(redirectUri, { ...refusalFields(caughtRefusal(error)), state }, 302);
      }
    },

    async answer(request) {
      const fields = await readFields(request);
      const ticket = required(fields, "ticket");
      const wish = questions.get(ticket);
      if (!wish)
        throw new OAuthRefusal(
          "invalid_request",
          "this page was answered before, or is too old: begin the login again",
        );
      const answer = required(fields, "answer");
      const login = fields.get("login") ?? "";
      if (answer !== "deny" && !(answer === "allow" && logins().includes(login)))
        throw new OAuthRefusal("invalid_request", "answer must be deny, or allow with the login of an agent");
      questions.delete(ticket);
      // After a form, a browser goes on with GET.
      if (answer === "allow") return allow(wish, login, 303);
      const denied = new OAuthRefusal("access_denied", "the agent said no");
      return redirect(wish.redirectUri, { ...refusalFields(denied), state: wish.state }, 303);
    },

    clear: () => questions.clear(),
  };
}

/** Whether somebody sits in front of it. */
export function isBrowser(request: Request): boolean {
  return /\btext\/html\b/i.test(request.headers.get("accept") ?? "");
}

function readWish(fields: Fields, app: App): Pick<Wish, "scope" | "challenge"> {
  if (required(fields, "response_type") !== "code")
    throw new OAuthRefusal("unsupported_response_type", "response_type must be code");
  const challenge = readChallenge(fields);
  if (!challenge && app.isPublic)
    throw new OAuthRefusal("invalid_request", "code_challenge is missing, which an app without a secret needs");
  return { scope: readScope(fields.get("scope")), challenge };
}

/** Separated by spaces, as the standard has it, or by commas, as LiveChat. */
function readScope(text: string | undefined): string {
  if (text === undefined) return DEFAULT_SCOPE;
  if (!/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(text))
    throw new OAuthRefusal("invalid_scope", "scope must be names in ASCII, separated by spaces");
  return text.split(/[ ,]+/).filter(Boolean).join(",") || DEFAULT_SCOPE;
}

/** LiveChat brings back an empty state when none was sent. */
function redirect(redirectUri: string, fields: Record<string, string>, status: number): Response {
  const url = new URL(redirectUri);
  url.search = new URLSearchParams(fields).toString();
  return new Response(null, {
    status,
    headers: { Location: url.href, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
  });
}
