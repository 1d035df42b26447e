// Checks the project's types again and again, in a process that stays warm. Only the newest check counts.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { endProcess } from "../description/run.js";

/** To the process: begin the check with this number, or only leave the one that is under way. */
export interface Order {
  number: number;
  begin: boolean;
}

/** From the process: an error that the check with this number found, as text, or without one that it came to its end. */
export interface Report {
  number: number;
  error?: string;
}

export interface TypeCheck {
  /**
   * Checks the project as it lies on the disk. Tells errors as they are found, first those in files that have most to do with
   * what changed. False when it was left before the end.
   */
  check(onError: (error: string) => void): Promise<boolean>;
  /** Leaves the check that is under way, so that it takes no time from what is more urgent. The next one goes on with its work. */
  leave(): void;
  close(): Promise<void>;
}

export function createTypeCheck(directory: string): TypeCheck {
  const file = fileURLToPath(new URL("typesProcess.ts", import.meta.url));
  const child = fork(file, [directory], { execArgv: ["--import", "tsx"] });
  let number = 0;
  let hear = (_: Report): void => {};
  let end = (_: boolean): void => {};
  const order = (begin: boolean): void => {
    end(false);
    number += 1;
    if (child.connected) child.send({ number, begin } satisfies Order);
  };
  child.on("message", (report: Report) => {
    if (report.number === number) hear(report);
  });
  child.once("exit", () => end(false));
  return {
    check: (onError) => {
      order(true);
      return new Promise((resolve) => {
        end = resolve;
        hear = ({ error }) => (error === undefined ? resolve(true) : onError(error));
      });
    },
    leave: () => order(false),
    close: () => endProcess(child),
  };
}
