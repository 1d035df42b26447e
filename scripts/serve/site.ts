// What npm start and npm run dev serve on this machine: the reference and the sandbox of a description, until the next one comes.
import type { Description } from "../../src/description/document.js";
import { serve } from "../../src/sandbox/http.js";
import { createSandbox, type Sandbox } from "../../src/sandbox/index.js";
import type { Run } from "../description/run.js";
import { renderReference } from "../docs/reference.js";
import { createLive } from "./live.js";

/** The reference's path on the server. */
const DOCS = "/docs";

/** Where pages of the reference that are open listen for news. */
const NEWS = "/docs/news";

export interface Site {
  /** Serves this description from now on. Pages of the reference that are open reload. */
  show(description: Description): void;
  /** Tells a fault on the pages of the reference that are open. What is served stays. */
  tell(fault: string): void;
  /** What whoever typed the command needs to know of it. */
  introduction(): Promise<string>;
  close(): Promise<void>;
}

/** What is served, made when it is first asked for. */
interface Shown {
  sandbox(): Sandbox;
  reference(): Promise<string>;
}

/** Listens, and lets requests wait for the first description. Rejects when the port is taken. */
export async function openSite(directory: string, port: number, run?: Run): Promise<Site> {
  const live = createLive(NEWS);
  let first: (shown: Shown) => void = () => {};
  let shown = new Promise<Shown>((resolve) => {
    first = resolve;
  });
  let sandbox: Sandbox | undefined;
  const begin = (description: Description): Sandbox => {
    // Gives up the webhooks that it still means to deliver.
    void sandbox?.close();
    sandbox = createSandbox({ description });
    return sandbox;
  };
  const render = async (description: Description, version: number): Promise<string> =>
    live.follow(await renderReference(directory, description, run), version);
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname === "/") return Response.redirect(new URL(DOCS, request.url), 302);
    if (pathname === NEWS) return live.answer(request);
    const { sandbox, reference } = await shown;
    return pathname === DOCS ? new Response(await reference(), { headers: PAGE }) : sandbox().fetch(request);
  };
  const { url, close } = await serve(answer, { port });
  return {
    show: (description) => {
      const version = live.renew();
      const next = {
        sandbox: once(() => begin(description)),
        reference: once(() => render(description, version)),
      };
      first(next);
      shown = Promise.resolve(next);
    },
    tell: live.tell,
    introduction: async () => {
      const { login, apiKey } = (await shown).sandbox().credentials;
      return `
Reference  ${url}${DOCS}
API        ${url}
Log-in     ${login}
API key    ${apiKey}

The API is a sandbox with made-up data, for development; it listens on this machine only.
Watching openapi/. Ctrl-C ends it.`;
    },
    close,
  };
}

const PAGE = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
