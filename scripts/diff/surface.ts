// What one description offers: what the client's users see of it, which operations reach which component, and what each demands.
import { templateNames } from "../../src/client/path.js";
import {
  type Description,
  type Operation,
  operationsOf,
  type Parameter,
  resolve,
  webhooksOf,
} from "../../src/description/document.js";
import { clientView } from "../emit/view.js";
import { type Step, stepsOf, valueAt } from "./place.js";
import { isRecord } from "./tree.js";

export interface Surface {
  description: Description;
  /** The names of the client's types. */
  types: Set<string>;
  operations: Operation[];
  webhooks: Operation[];
  /** The components that an operation or webhook refers to, directly or not, as pointers; by the operation's id. */
  reach: Map<string, Set<string>>;
}

export function surfaceOf(description: Description): Surface {
  const operations = operationsOf(description);
  const webhooks = webhooksOf(description);
  return {
    description,
    types: new Set(Object.keys(clientView(description).schemas)),
    operations,
    webhooks,
    reach: new Map([...operations, ...webhooks].map((operation) => [operation.id, reachOf(description, operation)])),
  };
}

/** The operations and webhooks that a place belongs to. */
export function operationsAt({ operations, webhooks, reach }: Surface, pointer: string): string[] {
  const [first, second] = stepsOf(pointer);
  if (first?.keyword === "components" && second)
    return [...reach].filter(([, components]) => components.has(second.pointer)).map(([id]) => id);
  return [...operations, ...webhooks]
    .filter(({ path, method }) => path === first?.name && (!second || isMethod(second, method)))
    .map(({ id }) => id);
}

/** Whether the typed client keeps from its users what stands at a place. */
export function isHidden({ description, types }: Surface, pointer: string): boolean {
  return stepsOf(pointer).some(({ keyword, name, pointer: place }) => {
    if (name === undefined) return keyword === "discriminator";
    if (keyword === "schemas") return !types.has(name);
    if (keyword === "content") return name !== "application/json";
    if (keyword === "responses") return name !== "200";
    if (keyword === "parameters") return isHiddenParameter(parameterAt({ description }, place));
    return keyword === "headers";
  });
}

/** Whether a variant stands in a union that says of itself that it may grow: beside variants that the client leaves out. */
export function isInOpenUnion({ description }: Surface, pointer = ""): boolean {
  return stepsOf(pointer).some(({ keyword, pointer: place }) => {
    if (keyword !== "oneOf") return false;
    const variants = valueAt(description, place.slice(0, place.lastIndexOf("/")));
    return (
      Array.isArray(variants) &&
      variants.some((variant) => isRecord(variant) && resolve(description, variant)["x-client"] === "omit")
    );
  });
}

/** The types of what a caller of the client's method gives first, in order. */
export function positionalTypes({ path, parameters }: Operation): unknown[] {
  return templateNames(path).map((wanted) => parameters.find(({ name }) => name === wanted)?.schema.type);
}

/** The parameter that stands at a place, or of which the name stands there. */
export function parameterAt({ description }: Pick<Surface, "description">, pointer: string): Parameter | undefined {
  const node = valueAt(
    description,
    stepsOf(pointer).findLast(({ keyword }) => keyword === "parameters")?.pointer ?? "",
  );
  return isRecord(node) ? resolve<Parameter>(description, node as unknown as Parameter) : undefined;
}

/** Whether whoever was let in before is still let in: each way of old includes all that some way of now asks for. */
export function letsIn(old: SecurityWays, now: SecurityWays): boolean {
  const nowWays = now.length > 0 ? now : [{}];
  return (old.length > 0 ? old : [{}]).every((had) => nowWays.some((way) => isEnough(had, way)));
}

type SecurityWays = Record<string, string[]>[];

export function securityOf({ description }: Surface, { source }: Operation): SecurityWays {
  return source.security ?? description.security;
}

function isEnough(had: Record<string, string[]>, asked: Record<string, string[]>): boolean {
  return Object.entries(asked).every(
    ([scheme, scopes]) => scopes.every((scope) => had[scheme]?.includes(scope)) && scheme in had,
  );
}

function isHiddenParameter(parameter: Parameter | undefined): boolean {
  return parameter !== undefined && (parameter["x-client"] === "omit" || parameter.in === "header");
}

function isMethod({ keyword }: Step, method: string): boolean {
  return keyword === "parameters" || keyword.toUpperCase() === method;
}

/** Follows every reference, wherever it stands. */
function reachOf(description: Description, { source, path }: Operation): Set<string> {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    if (!isRecord(node)) return;
    for (const [key, value] of Object.entries(node)) {
      const pointer = key === "$ref" && typeof value === "string" ? value.slice(1) : undefined;
      if (pointer === undefined) visit(value);
      else if (!found.has(pointer)) {
        found.add(pointer);
        visit(valueAt(description, pointer));
      }
    }
  };
  visit(source);
  visit((description.paths[path] ?? description.webhooks?.[path])?.parameters);
  return found;
}
