// The package as it would be published, and projects that have installed it.
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { ROOT } from "../support/project.js";

const PARTS = [
  "CHANGELOG.md",
  "LICENSE",
  "README.md",
  "generated",
  "package.json",
  "scripts",
  "src",
  "tsconfig.build.json",
  "tsconfig.json",
];

export interface Packed {
  /** The path of the archive. */
  tarball: string;
  /** What it holds: paths, with `/` on every system. */
  files: string[];
  /** In bytes: of the archive, and of what it holds. */
  size: number;
  unpackedSize: number;
}

interface NpmPack extends Omit<Packed, "tarball" | "files"> {
  filename: string;
  files: { path: string }[];
}

const execute = promisify(execFile);

/** A new folder; whoever asks for it removes it. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), "livechat-openapi-test-"));
}

/** Builds and packs a copy of the project within a folder. Nothing in the project changes, and types are not checked. */
export async function packProject(folder: string): Promise<Packed> {
  const copy = join(folder, "source");
  await Promise.all(PARTS.map((part) => cp(join(ROOT, part), join(copy, part), { recursive: true })));
  await symlink(join(ROOT, "node_modules"), join(copy, "node_modules"));
  await execute(process.execPath, ["--import", "tsx", "scripts/build.ts", "--noCheck"], { cwd: copy });
  const options = ["--ignore-scripts", "--json", "--pack-destination", folder];
  const { stdout } = await execute("npm", ["pack", ...options], { cwd: copy });
  const [{ filename, files, size, unpackedSize }] = JSON.parse(stdout) as [NpmPack];
  return { tarball: join(folder, filename), files: files.map(({ path }) => path), size, unpackedSize };
}

/** Makes a project in a new folder that has the package and what it depends on, without asking a registry. */
export async function unpackInto(project: string, tarball: string): Promise<string> {
  const unpacked = join(project, "node_modules", "livechat-openapi");
  await mkdir(unpacked, { recursive: true });
  await execute("tar", ["-xzf", tarball, "--strip-components=1", "-C", unpacked]);
  await copyDependencies(unpacked, project);
  return unpacked;
}

async function copyDependencies(ofPackage: string, project: string): Promise<void> {
  const manifest = await readFile(join(ofPackage, "package.json"), "utf8");
  const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: Record<string, string> };
  for (const name of Object.keys(dependencies)) {
    const copy = await copyPackage(name, project);
    await copyDependencies(copy, project);
  }
}

/** Copies an installed package of ours into a project. */
export async function copyPackage(name: string, project: string): Promise<string> {
  const copy = join(project, "node_modules", name);
  await mkdir(dirname(copy), { recursive: true });
  await cp(join(ROOT, "node_modules", name), copy, { recursive: true });
  return copy;
}
