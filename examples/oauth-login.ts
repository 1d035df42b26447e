// A web page behind "log in with LiveChat": the whole OAuth flow on Node's own HTTP server. Register an app in LiveChat's
// Developer Console with the redirect address http://localhost:3000/callback, put its client ID and secret into
// LIVECHAT_CLIENT_ID and LIVECHAT_CLIENT_SECRET, start this program, and open http://localhost:3000.
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createClient } from "livechat-openapi";
import { createOAuth, isOAuthError, type LoginStart, type OAuthTokenSource, tokenSource } from "livechat-openapi/oauth";

const port = Number(process.env["PORT"] ?? 3000);
const clientSecret = process.env["LIVECHAT_CLIENT_SECRET"];
const accountsUrl = process.env["LIVECHAT_ACCOUNTS_URL"];
const baseUrl = process.env["LIVECHAT_BASE_URL"];

const oauth = createOAuth({
  clientId: process.env["LIVECHAT_CLIENT_ID"] ?? "",
  redirectUri: `http://localhost:${port}/callback`,
  ...(clientSecret && { clientSecret }),
  ...(accountsUrl && { accountsUrl }),
});

// What a real program keeps in its session store and, encrypted, in its database.
const logins = new Map<string, LoginStart>();
const people = new Map<string, OAuthTokenSource>();

async function logIn(session: string, response: ServerResponse): Promise<void> {
  const login = await oauth.authorizationUrl();
  logins.set(session, login);
  const cookie = `session=${session}; HttpOnly; SameSite=Lax; Path=/`;
  response.writeHead(302, { Location: login.url, "Set-Cookie": cookie }).end();
}

async function comeBack(session: string, url: string, response: ServerResponse): Promise<void> {
  const login = logins.get(session);
  logins.delete(session); // A login is good for one redirect.
  const code = oauth.readRedirect(url, { state: login?.state });
  const tokens = await oauth.exchange({ code, codeVerifier: login?.codeVerifier ?? "" });
  const save = () => console.log("The tokens changed: store them now.");
  save();
  people.set(session, tokenSource({ oauth, tokens, onChange: save }));
  response.writeHead(302, { Location: "/" }).end();
}

async function showAgents(accessToken: OAuthTokenSource, response: ServerResponse): Promise<void> {
  const livechat = createClient({ auth: { accessToken }, ...(baseUrl && { baseUrl }) });
  const agents = await livechat.agents.list();
  const lines = agents.map(({ name, login, status }) => `${name} <${login}> is ${status}`);
  response.writeHead(200, { "Content-Type": "text/plain; charset=utf-8" }).end(`${lines.join("\n")}\n`);
}

async function logOut(session: string, response: ServerResponse): Promise<void> {
  const accessToken = people.get(session);
  people.delete(session);
  if (accessToken) await oauth.revoke(accessToken.tokens());
  response.writeHead(200, { "Content-Type": "text/plain" }).end("Logged out.\n");
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = request.url ?? "/";
  const session = /(?:^|; )session=([\w-]+)/.exec(request.headers.cookie ?? "")?.[1];
  const accessToken = session && people.get(session);
  if (url.startsWith("/callback")) return comeBack(session ?? "", url, response);
  if (url === "/logout" && session) return logOut(session, response);
  if (url === "/" && accessToken) return showAgents(accessToken, response);
  if (url === "/") return logIn(randomUUID(), response); // Never go on with a session that somebody else may have chosen.
  response.writeHead(404).end();
}

createServer((request, response) => {
  answer(request, response).catch((error: unknown) => {
    console.error(error);
    const text = isOAuthError(error) ? error.message : "Something went wrong.";
    response
      .writeHead(isOAuthError(error) ? 400 : 500, { "Content-Type": "text/plain; charset=utf-8" })
      .end(`${text}\n`);
  });
}).listen(port, "localhost", () => console.log(`Open http://localhost:${port}`));
