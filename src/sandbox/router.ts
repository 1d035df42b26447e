// Finds the operation that a method and a path belong to.
import { templateNames } from "../client/path.js";
import type { Operation } from "../description/document.js";

interface Match {
  operation: Operation;
  /** Path parameters, decoded. */
  path: Record<string, string>;
}

export type Router = (method: string, path: string) => Match | undefined;

export function createRouter(operations: Operation[]): Router {
  const routes = operations
    .map((operation) => ({ operation, ...compile(operation.path) }))
    .sort((a, b) => a.names.length - b.names.length);
  return (method, path) => {
    for (const { operation, pattern, names } of routes) {
      const found = operation.method === method ? pattern.exec(path) : null;
      const values = found && decode(found.slice(1));
      if (values)
        return { operation, path: Object.fromEntries(names.map((name, index) => [name, values[index] as string])) };
    }
    return undefined;
  };
}

/** A trailing slash is accepted, as LiveChat does. */
function compile(template: string): { pattern: RegExp; names: string[] } {
  const names = templateNames(template);
  const literals = template.split(/\{[^}]+\}/).map((text) => text.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&"));
  return { pattern: new RegExp(`^${literals.join("([^/]+)")}/?$`), names };
}

function decode(values: string[]): string[] | undefined {
  try {
    return values.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
