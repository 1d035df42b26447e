// The programs of uses/, made ready to run by esbuild.
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type BuildOptions, build } from "esbuild";

const FORMATS = {
  // The package stays outside, and is imported.
  esm: { outExtension: { ".js": ".mjs" }, format: "esm", packages: "external" },
  // Likewise, by require.
  cjs: { outExtension: { ".js": ".cjs" }, format: "cjs", packages: "external" },
  // All in one file.
  worker: { format: "iife", platform: "browser" },
} as const satisfies Record<string, BuildOptions>;

/** What a program of one line weighs, all in one file and minified: kilobytes, and the same packed by gzip. */
export async function weigh(project: string, program: string): Promise<[number, number]> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: project },
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    write: false,
  });
  const code = outputFiles.map(({ text }) => text).join("");
  return [Buffer.byteLength(code) / 1000, gzipSync(code, { level: 9 }).length / 1000];
}

/** Bundles a program that lies in a project, and gives the path of what was made. */
export async function bundleUse(project: string, name: string, format: keyof typeof FORMATS): Promise<string> {
  const { metafile } = await build({
    entryPoints: [join(project, `${name}.ts`)],
    outdir: join(project, "made"),
    bundle: true,
    platform: "node",
    target: "es2022",
    metafile: true,
    logLevel: "error",
    absWorkingDir: project,
    ...FORMATS[format],
  });
  const [file = ""] = Object.keys(metafile.outputs);
  return join(project, file);
}
