// The client's interface: a tree of resources and methods, typed and documented from the description.
import { typeName } from "../description/names.js";
import { successorText } from "../description/successor.js";
import { typescriptSample } from "../docs/samples.js";
import { docComment } from "./docComment.js";
import type { ClientOperation, ClientView } from "./view.js";

interface Resource {
  path: string[];
  methods: ClientOperation[];
  children: Map<string, Resource>;
}

/** The module `generated/client.ts`. */
export function clientModule(view: ClientView): string {
  const root = tree(view.operations);
  const names = modelNames(view);
  return [
    `import type { ApiPromise, CallOptions } from "../src/client/call.js";`,
    `import type { PageOptions, PagePromise } from "../src/client/page.js";`,
    `import type {\n${names.map((name) => `  ${name},`).join("\n")}\n} from "./models.js";`,
    "",
    "/** The name of an operation: its path in the client. */",
    `export type OperationId =\n${view.operations.map(({ operation }) => `  | ${JSON.stringify(operation.id)}`).join("\n")};`,
    "",
    resourceInterface("Resources", root, "Every resource of the API."),
    ...descendants(root).map((resource) =>
      resourceInterface(interfaceName(resource.path), resource, `The methods below \`${resource.path.join(".")}\`.`),
    ),
    "/** Every method by the name of its operation. */",
    "export interface Methods {",
    ...view.operations.map(
      ({ operation }) =>
        `  ${JSON.stringify(operation.id)}: Resources${operation.id
          .split(".")
          .map((key) => `[${JSON.stringify(key)}]`)
          .join("")};`,
    ),
    "}",
    "",
  ].join("\n");
}

function tree(operations: ClientOperation[]): Resource {
  const root: Resource = { path: [], methods: [], children: new Map() };
  for (const view of operations) {
    let resource = root;
    for (const key of view.operation.id.split(".").slice(0, -1)) {
      const child = resource.children.get(key) ?? { path: [...resource.path, key], methods: [], children: new Map() };
      resource.children.set(key, child);
      resource = child;
    }
    resource.methods.push(view);
  }
  return root;
}

function descendants(resource: Resource): Resource[] {
  return [...resource.children.values()].flatMap((child) => [child, ...descendants(child)]);
}

function resourceInterface(name: string, resource: Resource, description: string): string {
  const members = [
    ...resource.methods.map(method),
    ...[...resource.children].map(([key, child]) => `  readonly ${key}: ${interfaceName(child.path)};`),
  ];
  return `${docComment([description])}\nexport interface ${name} {\n${members.join("\n\n")}\n}\n`;
}

/** The interface that has the methods below a path, such as `reports.chats`. */
export function interfaceName(path: string[]): string {
  return `${typeName(path.join("."))}Resource`;
}

function method(view: ClientOperation): string {
  const { operation, pathParameters, input, result, item } = view;
  const { summary, description, deprecated } = operation.source;
  const parameters = [
    ...pathParameters.map(
      ({ name, schema }) =>
        `${argumentName(name)}: ${schema.type === "integer" || schema.type === "number" ? "number" : "string"}`,
    ),
    ...(input ? [`${argument(view)}${input.required ? "" : "?"}: ${input.type}`] : []),
    `options?: ${item ? "PageOptions" : "CallOptions"}`,
  ];
  const documentation = docComment(
    [
      `${summary}.`,
      description.trim(),
      successorText(operation.source["x-successor"]),
      pathParameters
        .map((parameter) => `@param ${argumentName(parameter.name)} ${oneLine(parameter.description)}`)
        .join("\n"),
      "@throws LiveChatError",
      `@example\n${typescriptSample(operation)}`,
      deprecated ? "@deprecated" : undefined,
    ],
    "  ",
  );
  return `${documentation}\n  ${operation.id.split(".").at(-1)}(${parameters.join(", ")}): ${item ? `PagePromise<${result}, ${item}>` : `ApiPromise<${result}>`};`;
}

/** What the argument after the path parameters is called. */
export function argument({ operation }: ClientOperation): string {
  return operation.body ? "body" : "params";
}

/** `canned_response_id` as an argument is `cannedResponseId`. */
export function argumentName(parameter: string): string {
  return parameter.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function oneLine(text: string | undefined): string {
  return (text ?? "").trim().replaceAll(/\s+/g, " ");
}

function modelNames({ operations, schemas }: ClientView): string[] {
  const used = operations.flatMap(({ input, result, item }) => [input?.type, item, result.replace(/\[\]$/, "")]);
  return [...new Set(used)].filter((name) => name !== undefined && name in schemas).sort() as string[];
}
