// How large a bundle becomes that makes a client and calls one method.
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { here, heyApi, OURS, ours } from "./paths.js";
import { atMost, table } from "./table.js";

/** The most that our client may weigh with all its operations and its dependency: kilobytes, minified and gzipped. */
const TARGET = 9;

const programs: Record<string, string> = {
  [OURS]: `import { createClient } from ${JSON.stringify(ours)};
    const livechat = createClient({ auth: { login: "ada@example.com", apiKey: "made-up-key" } });
    console.log(await livechat.agents.get("ada@example.com"));`,
  "openapi-fetch": `import createClient from "openapi-fetch";
    const client = createClient({ baseUrl: "https://api.example.com" });
    console.log(await client.GET("/agents/{login}", { params: { path: { login: "ada@example.com" } } }));`,
  "hey-api": `import { agentsGet } from ${JSON.stringify(join(heyApi, "sdk.gen.js"))};
    import { createClient } from ${JSON.stringify(join(heyApi, "client/index.js"))};
    const client = createClient({ baseUrl: "https://api.example.com" });
    console.log(await agentsGet({ client, path: { login: "ada@example.com" } }));`,
  ky: `import ky from "ky";
    const client = ky.create({ prefixUrl: "https://api.example.com" });
    console.log(await client.get("agents/ada@example.com").json());`,
  axios: `import axios from "axios";
    const client = axios.create({ baseURL: "https://api.example.com" });
    console.log((await client.get("/agents/ada@example.com")).data);`,
  "@octokit/request": `import { request } from "@octokit/request";
    const client = request.defaults({ baseUrl: "https://api.example.com" });
    console.log((await client("GET /agents/{login}", { login: "ada@example.com" })).data);`,
  openai: `import OpenAI from "openai";
    const client = new OpenAI({ apiKey: "made-up-key" });
    console.log(await client.models.retrieve("ada@example.com"));`,
  stripe: `import Stripe from "stripe";
    const client = new Stripe("made-up-key");
    console.log(await client.customers.retrieve("ada@example.com"));`,
};

export async function size(): Promise<void> {
  const rows: string[][] = [];
  for (const [name, program] of Object.entries(programs)) {
    const code = await bundle(program);
    const gzipped = gzipSync(code, { level: 9 }).length / 1000;
    rows.push([
      name,
      (code.length / 1000).toFixed(1),
      gzipped.toFixed(1),
      name === OURS ? atMost(gzipped, TARGET, " kB") : "",
    ]);
  }
  console.log("\nBundled size (esbuild --bundle --minify --platform=node --format=esm; kB = 1000 bytes)");
  console.log(table(["client", "min kB", "min+gzip kB", "target (min+gzip)"], rows));
}

async function bundle(program: string): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: here },
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    write: false,
    logLevel: "error",
  });
  const [file] = outputFiles;
  if (!file) throw new Error("esbuild wrote nothing.");
  return file.contents;
}
