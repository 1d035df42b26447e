// The apps that may ask for tokens: who they are, and where they may have people sent back to.
import { isLoopback } from "../../client/loopback.js";
import { OAuthRefusal } from "./refusal.js";

/** An app, as LiveChat's Developer Console would hold it. */
export interface OAuthApp {
  /** What the app calls itself in requests. */
  clientId: string;
  /**
   * Makes it an app on a server: it has to send this secret, may do without PKCE, and keeps its refresh token. Without it
   * the app is one that others can read, such as a web app: PKCE is required, and refresh tokens rotate.
   */
  clientSecret?: string;
  /**
   * Where people may be sent back to: http or https, without log-in, query and fragment. A request may name an address of
   * the same scheme, host and port whose path begins with this one's. Source: LiveChat's page on OAuth authorization.
   */
  redirectUris: string[];
}

/** What the service has to know of an app. */
export interface App {
  readonly clientId: string;
  /** Whether it has no secret to prove itself with. */
  readonly isPublic: boolean;
  /** Refuses a wrong secret, or the lack of one. */
  checkSecret(secret: string | undefined): void;
  /** Refuses an address that people must not be sent to. */
  checkRedirectUri(uri: string | undefined): string;
}

export interface Apps {
  /** Throws a TypeError for an app that cannot be. */
  register(app: OAuthApp): void;
  /** The app of a request. While none is registered, every client ID stands for an app without a secret. */
  find(clientId: string | undefined): App;
}

export function createApps(): Apps {
  const registered = new Map<string, OAuthApp>();
  return {
    register(app) {
      if (!app.clientId) throw new TypeError("clientId must be a text that is not empty");
      if (app.clientSecret === "")
        throw new TypeError("clientSecret must not be empty; leave it out for an app without");
      for (const uri of app.redirectUris) {
        if (!parse(uri))
          throw new TypeError(
            `redirectUris: ${uri} must be an http or https address without log-in, query and fragment`,
          );
      }
      registered.set(app.clientId, { ...app, redirectUris: [...app.redirectUris] });
    },

    find(clientId) {
      if (clientId === undefined) throw new OAuthRefusal("unauthorized_client", "client_id is missing");
      if (registered.size === 0) return unregisteredApp(clientId);
      const app = registered.get(clientId);
      if (!app) throw new OAuthRefusal("unauthorized_client", "client_id_not_found");
      return registeredApp(app);
    },
  };
}

function registeredApp({ clientId, clientSecret, redirectUris }: OAuthApp): App {
  return {
    clientId,
    isPublic: clientSecret === undefined,
    checkSecret(secret) {
      if (secret === clientSecret) return;
      const fault = clientSecret === undefined ? "the app has no client_secret" : "client_secret is missing or wrong";
      throw new OAuthRefusal("unauthorized_client", fault);
    },
    checkRedirectUri(uri) {
      if (redirectUris.length === 0) throw new OAuthRefusal("unauthorized_client", "redirect_uri_not_set");
      return checkRedirectUri(uri, (url) => redirectUris.some((allowed) => liesUnder(new URL(allowed), url)));
    },
  };
}

/** Nothing is known of it but where it is: where a browser would send secrets, too, or on this machine. */
function unregisteredApp(clientId: string): App {
  return {
    clientId,
    isPublic: true,
    checkSecret: () => {},
    checkRedirectUri: (uri) =>
      checkRedirectUri(uri, ({ protocol, hostname }) => protocol === "https:" || isLoopback(hostname)),
  };
}

function checkRedirectUri(uri: string | undefined, allows: (url: URL) => boolean): string {
  if (uri === undefined) throw new OAuthRefusal("invalid_request", "redirect_uri is missing");
  const url = parse(uri);
  if (!url || !allows(url)) throw new OAuthRefusal("unauthorized_client", "invalid_redirect_uri");
  return uri;
}

function liesUnder(allowed: URL, url: URL): boolean {
  return url.protocol === allowed.protocol && url.host === allowed.host && url.pathname.startsWith(allowed.pathname);
}

/** A way up the path, also as browsers and servers may come to read it. */
const WAY_UP = /(?:[\\/]|%2f|%5c)(?:\.|%2e){2}(?:[\\/]|%2f|%5c|$)/i;

/** Looks at the text as it is, for much of what is forbidden is gone once it has been parsed. */
function parse(uri: string): URL | undefined {
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(uri) || /[?#]/.test(uri) || WAY_UP.test(uri)) return undefined;
  if (!URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  return url.username || url.password ? undefined : url;
}
