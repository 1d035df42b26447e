// Code out of Markdown, compiled and run as readers would.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { finished, type Project, ROOT } from "./project.js";

/** The fenced blocks of one language. */
export function codeBlocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    (match) => match[1] as string,
  );
}

/** What the compiler says of the project's files of a pattern, under the project's own settings; empty when nothing. */
export async function compile(project: Project, include: string): Promise<string> {
  await project.write("tsconfig.snippets.json", JSON.stringify({ extends: "./tsconfig.json", include: [include] }));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const child = spawn(process.execPath, [compiler, "--noUnusedLocals", "false", "-p", "tsconfig.snippets.json"], {
    cwd: project.directory,
  });
  return (await finished(child)).output;
}
