// A command of the project that serves until it is told to end, as whoever types it sees it.
import { onTestFinished } from "vitest";
import { finished, type Project } from "./project.js";

export interface Serving {
  pid: number;
  /** Where the sandbox is, and the reference at /docs. */
  url: string;
  /** Waits for a text after the one that was waited for last. Gives what was printed up to it. */
  said(text: string): Promise<string>;
  /** Presses Ctrl-C. Gives the exit code. */
  stop(): Promise<number | null>;
}

export async function startServing(project: Project, file: string): Promise<Serving> {
  const child = project.spawn(file, ["--port", "0"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  let read = 0;
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      for (const listener of listeners) listener();
    });
  }
  const end = finished(child);
  const said = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = output.indexOf(text, read);
        if (found < 0) return;
        listeners.delete(look);
        resolve(output.slice(read, found + text.length));
        read = found + text.length;
      };
      listeners.add(look);
      void end.then(({ output: all }) => reject(new Error(`It ended without saying ${text}:\n${all}`)));
      look();
    });
  await said("Watching openapi/");
  const url = /API +(http\S+)/.exec(output)?.[1] ?? "";
  return {
    pid: child.pid as number,
    url,
    said,
    stop: async () => {
      child.kill("SIGINT");
      return (await end).code;
    },
  };
}
