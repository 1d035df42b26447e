// Lets pages that are open in a browser follow what is served: they reload when it has changed, and say when it is broken.

export interface Live {
  /** The page with a script in it that listens for news since `version`. */
  follow(page: string, version: number): string;
  /** Answers a page that listens: as soon as there is news that it does not know. */
  answer(request: Request): Promise<Response>;
  /** There is something new to load. Gives its version. */
  renew(): number;
  /** What is there stays, because of a fault. */
  tell(fault: string): void;
}

/** `path` is where pages listen. */
export function createLive(path: string): Live {
  // Other numbers than those of an earlier run, whose pages may still be open.
  let version = Date.now();
  let fault: string | undefined;
  let wake: (() => void)[] = [];
  const change = (to: string | undefined): number => {
    version += 1;
    fault = to;
    for (const resume of wake) resume();
    wake = [];
    return version;
  };
  return {
    follow: (page, seen) => inject(page, `${path}?seen=${seen}`),
    answer: async (request) => {
      const seen = request.headers.get("Last-Event-ID") ?? new URL(request.url).searchParams.get("seen");
      if (seen === String(version)) await new Promise<void>((resume) => wake.push(resume));
      return new Response(`retry: ${RETRY_MS}\nid: ${version}\ndata: ${JSON.stringify({ fault })}\n\n`, {
        headers: EVENT,
      });
    },
    renew: () => change(undefined),
    tell: change,
  };
}

// Each answer holds one event and ends; the browser then asks for the next one by itself.
const EVENT = { "Content-Type": "text/event-stream", "Cache-Control": "no-store" };
const RETRY_MS = 200;

function inject(page: string, address: string): string {
  const allowed = page.replace("default-src 'none'", "default-src 'none'; connect-src 'self'");
  const end = allowed.lastIndexOf("</body>");
  return `${allowed.slice(0, end)}<script>${SCRIPT.replace("ADDRESS", address)}</script>${allowed.slice(end)}`;
}

const SCRIPT = `
new EventSource("ADDRESS").onmessage = ({ data }) => {
  const { fault } = JSON.parse(data);
  if (fault === undefined) return location.reload();
  const bar = document.getElementById("fault") ?? document.body.appendChild(document.createElement("pre"));
  bar.id = "fault";
  bar.textContent = fault;
  bar.style.cssText =
    "position: fixed; inset: 0 0 auto; z-index: 9999; max-height: 50vh; overflow: auto; margin: 0; padding: 12px 16px;" +
    "background: #b00020; color: #fff; font: 14px/1.5 monospace; white-space: pre-wrap";
};
`;
