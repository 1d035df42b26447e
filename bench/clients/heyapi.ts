// A client by another generator, made anew from our description at each run.
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createClient } from "@hey-api/openapi-ts";
import { build } from "esbuild";
import { description, heyApi, heyApiSource } from "./paths.js";

/** What is used of the generated client; it cannot be imported by name, because it is not there before this has run. */
export interface HeyApi {
  agentsGet(options: { client: unknown; path: { login: string }; throwOnError: true }): Promise<{ data: unknown }>;
  createClient(config: { baseUrl: string; headers: Record<string, string>; fetch?: typeof fetch }): unknown;
}

/** Generates the client, and compiles it file by file, so that none of its code is measured through a loader. */
export async function makeHeyApi(): Promise<void> {
  await rm(heyApiSource, { recursive: true, force: true });
  await createClient({ input: description, output: heyApiSource, logs: { level: "silent", file: false } });
  const files = await readdir(heyApiSource, { recursive: true });
  const sources = files.filter((file) => file.endsWith(".ts")).map((file) => join(heyApiSource, file));
  await build({ entryPoints: sources, outdir: heyApi, outbase: heyApiSource, format: "esm", target: "node20" });
}

export async function loadHeyApi(): Promise<HeyApi> {
  const load = (file: string): Promise<object> => import(pathToFileURL(join(heyApi, file)).href);
  return { ...(await load("sdk.gen.js")), ...(await load("client/index.js")) } as HeyApi;
}
