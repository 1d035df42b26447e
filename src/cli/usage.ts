// Arguments of commands, and what is said about unusable ones.
import { type ParseArgsConfig, parseArgs } from "node:util";

/** Something that whoever typed the command can put right: told without a stack. */
export class UsageError extends Error {}

/** As node:util's parseArgs; an unknown or incomplete option becomes a UsageError. */
export function readArguments<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** Reads a whole number. */
export function wholeNumber(
  option: string,
  text: string,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(
      `--${option} takes a whole number from ${least}${most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most}`}, not ${text || "nothing"}.`,
    );
  return value;
}

/** Reads a port; 0 is any free one. */
export function portNumber(text: string): number {
  return wholeNumber("port", text, 0, 65_535);
}

export function json(option: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${option} takes JSON, which "${text}" is not: ${(error as Error).message}`);
  }
}
