// A command of the project that serves until it is told to end, as whoever types it sees it.
import { onTestFinished } from "vitest";
import { finished, listenTo, type Project } from "./project.js";

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
  const end = finished(child);
  const said = listenTo(child);
  const introduction = await said("Watching openapi/");
  const url = /API +(http\S+)/.exec(introduction)?.[1] ?? "";
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
