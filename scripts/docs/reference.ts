// The reference: one HTML file by Redoc that asks nothing of any other host.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Description, type Operation, operationsOf, webhooksOf } from "../../src/description/document.js";
import { buildDocs } from "../description/redocly.js";
import type { Run } from "../description/run.js";
import { successorText } from "../description/successor.js";
import { curlDelivery, curlSample, payloadSample, typescriptSample } from "./samples.js";

/** The reference of a description, with the chapters of openapi/guides/ of the project in `directory`. */
export async function renderReference(directory: string, description: Description, run?: Run): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "livechat-openapi-docs-"));
  try {
    const source = join(scratch, "openapi.json");
    const page = join(scratch, "index.html");
    await writeFile(source, JSON.stringify(docsDescription(description, await readGuides(directory))));
    await buildDocs(directory, source, page, run);
    return accessible(selfContained(await readFile(page, "utf8")));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The chapters, in the order of their file names. */
async function readGuides(directory: string): Promise<string[]> {
  const folder = join(directory, "openapi", "guides");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".md")).sort();
  return Promise.all(files.map((file) => readFile(join(folder, file), "utf8")));
}

/** A copy for readers only: with the chapters, and with samples, successor and name at every operation. */
function docsDescription(description: Description, guides: string[]): Description {
  const copy = structuredClone(description);
  copy.info.description = [copy.info.description, ...guides].join("\n\n");
  const server = copy.servers[0]?.url ?? "";
  for (const operation of operationsOf(copy)) annotateCall(operation, server);
  for (const webhook of webhooksOf(copy)) annotateWebhook(webhook);
  return copy;
}

function annotateCall(operation: Operation, server: string): void {
  operation.source["x-codeSamples"] = [
    { lang: "curl", source: curlSample(operation, server) },
    { lang: "TypeScript", source: typescriptSample(operation) },
  ];
  annotate(operation);
}

/** Redoc shows one sample of a webhook only: a delivery to try a receiver with. How to read one stands in the text. */
function annotateWebhook(webhook: Operation): void {
  webhook.source["x-codeSamples"] = [{ lang: "curl", source: curlDelivery(webhook, "http://127.0.0.1:3000/livechat") }];
  annotate(webhook, ["In TypeScript:", `\`\`\`ts\n${payloadSample(webhook)}\n\`\`\``]);
}

/** What replaces the operation, and its name, which Redoc itself does not show. */
function annotate({ source }: Operation, more: string[] = []): void {
  const paragraphs = [
    source.description,
    successorText(source["x-successor"]),
    `Name: \`${source.operationId}\``,
    ...more,
  ];
  source.description = paragraphs.filter((paragraph) => paragraph !== undefined).join("\n\n");
}

const ICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#3b5bdb" d="M2 3h12v8H8l-4 3v-3H2z"/></svg>')}`;
const LOGO = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="42" height="16"><text y="12" font-family="sans-serif" font-size="12" fill="#6e6e78">Redoc</text></svg>')}`;

// What the page itself holds is allowed, and nothing else: should a part of it ask another host, the browser refuses.
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "font-src data:",
  "worker-src blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** Takes out what would load from elsewhere. Throws when the page is not built as expected, rather than let a request through. */
function selfContained(page: string): string {
  const withoutLogos = replace(page, /https:\/\/cdn\.redoc\.ly\/redoc\/logo-mini(-full)?\.svg/g, LOGO);
  const head = `<head>\n  <meta http-equiv="Content-Security-Policy" content="${POLICY}">\n  <link rel="icon" href="${ICON}">`;
  return replace(withoutLogos, /<head>/, head);
}

/** With our looks, and with what Redoc lacks for the keyboard and for screen readers. */
async function accessible(page: string): Promise<string> {
  const [, title = ""] = /<title>(.*)<\/title>/.exec(page) ?? [];
  const [style, script] = await Promise.all(["page.css", "page.js"].map(readBeside));
  const styled = replace(page, /<\/head>/, `<style>\n${style}</style>\n</head>`);
  const start = `<header><a class="skip-link" href="#api-content">Skip to the content</a><h1 class="page-title">${title}</h1></header>`;
  const begun = replace(styled, /<div id="redoc">/, `${start}\n      <div id="redoc">`);
  const end = begun.lastIndexOf("</body>");
  return `${begun.slice(0, end)}<script type="module">\n${script}</script>\n${begun.slice(end)}`;
}

function readBeside(file: string): Promise<string> {
  return readFile(new URL(file, import.meta.url), "utf8");
}

function replace(page: string, pattern: RegExp, text: string): string {
  if (page.search(pattern) < 0)
    throw new Error(
      `The reference holds no ${pattern}: this version of Redoc needs another treatment in ${import.meta.url}.`,
    );
  return page.replace(pattern, () => text);
}
