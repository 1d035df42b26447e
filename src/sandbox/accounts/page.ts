// The pages that people get to see: the question for consent, and what is wrong with a request. They load nothing.
import { createHash } from "node:crypto";
import type { OAuthRefusal } from "./refusal.js";

export interface Question {
  clientId: string;
  redirectUri: string;
  /** Separated by commas. */
  scope: string;
  /** Who can log in. */
  logins: string[];
  /** Who is chosen at first. */
  chosen: string | undefined;
  /** What the answer has to bring back. */
  ticket: string;
}

/** Asks who the person is, and whether the app may act for them. */
export function consentPage({ clientId, redirectUri, scope, logins, chosen, ticket }: Question): Response {
  const options = logins.map((login) =>
    login === chosen ? html`<option selected>${login}</option>` : html`<option>${login}</option>`,
  );
  return page(
    200,
    "Log in",
    // Without an action a form goes to the address that it came from, whatever path the service is mounted at.
    html`<p>The app <code>${clientId}</code> asks to act for an agent of yours. It may then:</p>
<ul>${scope.split(",").map((name) => html`<li><code>${name}</code></li>`)}</ul>
<p>Either answer leads to <code>${redirectUri}</code></p>
<form method="post">
<input type="hidden" name="ticket" value="${ticket}">
<p><label for="login">Log in as</label><br><select id="login" name="login">${options}</select></p>
<p><button name="answer" value="allow">Allow</button> <button name="answer" value="deny">Deny</button></p>
</form>`,
  );
}

/** What the developer of the app can do about it, where LiveChat's name alone does not tell. */
const HINTS: Record<string, string> = {
  client_id_not_found: "No app with this client_id is registered with the sandbox.",
  redirect_uri_not_set: "The app is registered without a redirect URI.",
  invalid_redirect_uri:
    "It must have the scheme, host and port of a registered one, a path that begins with the registered one, and no query or " +
    "fragment. While no app is registered, it must be https or on this machine.",
};

/** For a request that cannot be answered with a redirect, since nobody knows whether its address can be trusted. */
export function errorPage({ status, code, details }: OAuthRefusal): Response {
  const hint = HINTS[details];
  return page(
    status,
    "The login cannot go on",
    html`<p><code>${code}</code>: ${details}</p>${hint === undefined ? [] : html`<p>${hint}</p>`}`,
  );
}

/** Text that is HTML already. */
class Html {
  constructor(readonly text: string) {}
}

/** HTML in which every value is text, unless it was made by this function. */
function html(parts: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  const texts = values.map((value) =>
    typeof value === "string"
      ? escaped(value)
      : [value]
          .flat()
          .map(({ text }) => text)
          .join(""),
  );
  return new Html(String.raw({ raw: parts }, ...texts));
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
.sandbox { padding: .75rem 1rem; border: 2px dashed; border-radius: .5rem; }
select, button { font: inherit; padding: .5rem 1rem; max-width: 100%; }
`;

const HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  // Without form-action, which browsers hold against the redirects that follow, and so against the app.
  "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${sha256(STYLE)}'; base-uri 'none'; frame-ancestors 'none'`,
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

function page(status: number, title: string, content: Html): Response {
  const { text } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - LiveChat sandbox</title>
<style>${new Html(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p class="sandbox"><strong>This is a sandbox for development, not LiveChat.</strong>
Its agents are made up, and there are no passwords.</p>
${content}
</main>
</body>
</html>
`;
  return new Response(text, { status, headers: HEADERS });
}
