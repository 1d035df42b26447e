// The project's own lint rules, as a Redocly plugin. Each message says what is wrong and what to do about it.
// JavaScript, because Redocly loads it as it is.
import { callPath } from "../description/callNames.js";
import { GLOBAL_NAMES } from "./globals.js";

/** @typedef {{ report(problem: object): void, location: any, key: string | number, resolve(node: any): { node?: any }, type: any }} Context */

const OPERATION_ID = /^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$/;

// Names that the client's root has for itself; a resource of the same name would hide them.
const CLIENT_MEMBERS = new Set(["call", "raw", "withOptions", "then", "constructor", "prototype"]);

/** The operationId is the method's path in the client: dotted camelCase, and no method is also a resource. */
function operationIds() {
  /** @type {Map<string, any>} */
  const places = new Map();
  return {
    /** @param {any} operation @param {Context} ctx */
    Operation(operation, { report, location }) {
      const id = operation.operationId;
      if (typeof id !== "string") return;
      const place = location.child("operationId");
      if (!OPERATION_ID.test(id)) {
        report({
          message: `The operationId ${id} is not of the form resource.verb, in camelCase. Write it such as agents.list or reports.chats.totalChats.`,
          location: place,
        });
      } else if (CLIENT_MEMBERS.has(/** @type {string} */ (id.split(".")[0]))) {
        report({
          message: `The client has a member ${id.split(".")[0]} of its own. Give the operation ${id} another resource name.`,
          location: place,
        });
      }
      places.set(id, place);
    },
    Root: {
      /** @param {any} _ @param {Context} ctx */
      leave(_, { report }) {
        for (const [id, location] of places) {
          const parent = [...places.keys()].find((other) => id.startsWith(`${other}.`));
          if (parent)
            report({
              message: `${parent} is an operation, so ${id} cannot be below it: a method cannot hold methods. Rename one of them.`,
              location,
            });
        }
        places.clear();
      },
    },
  };
}

/** Every JSON request and every 200 response shows at least one named example. */
function examplesRequired() {
  /** @param {any} mediaType @param {Context} ctx @param {string} what */
  const check = (mediaType, { report, location, key }, what) => {
    if (key === "application/json" && Object.keys(mediaType.examples ?? {}).length === 0) {
      report({
        message: `${what} has no example. Add one under examples, with a summary and a value.`,
        location: location.key(),
      });
    }
  };
  return {
    RequestBody: {
      /** @param {any} mediaType @param {Context} ctx */
      MediaType: (mediaType, ctx) => check(mediaType, ctx, "The request body"),
    },
    Operation: {
      Response: {
        skip: (/** @type {unknown} */ _, /** @type {string} */ key) => key !== "200",
        /** @param {any} mediaType @param {Context} ctx */
        MediaType: (mediaType, ctx) => check(mediaType, ctx, "The 200 response"),
      },
    },
  };
}

/** Which errors an operation describes follows from what it takes. Webhooks are received, not called, and have none. */
function errorPolicy() {
  /** @type {any[]} */
  let rootSecurity = [];
  return {
    Root(/** @type {any} */ root) {
      rootSecurity = root.security ?? [];
    },
    Paths: {
      PathItem: {
        /** @param {any} item @param {Context} ctx */
        enter(item, { report, location, resolve }) {
          for (const method of ["get", "put", "post", "patch", "delete"]) {
            const operation = item[method];
            if (!operation) continue;
            const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((node) =>
              node.$ref ? resolve(node).node : node,
            );
            const has = (/** @type {string} */ place) => parameters.some((parameter) => parameter?.in === place);
            const secured = (operation.security ?? rootSecurity).length > 0;
            const wanted = new Set(["200", "429", "5XX"]);
            if (has("query") || operation.requestBody) wanted.add("400");
            if (secured) wanted.add("401").add("403");
            if (has("path")) wanted.add("404");
            const present = Object.keys(operation.responses ?? {});
            const missing = [...wanted].filter((status) => !present.includes(status));
            const superfluous = present.filter((status) => !wanted.has(status));
            const place = location.child([method, "responses"]).key();
            if (missing.length > 0)
              report({
                message: `${operation.operationId} lacks the responses ${missing.join(", ")}. Refer to those in openapi/common.`,
                location: place,
              });
            if (superfluous.length > 0)
              report({
                message: `${operation.operationId} has the responses ${superfluous.join(", ")}, which it cannot give. Remove them.`,
                location: place,
              });
          }
        },
      },
    },
  };
}

/** Parameters keep apart names at the call site, and nothing is taken in two places. */
function callNames() {
  /** @type {Map<string, string>} */
  let inPath = new Map();
  /** @type {Map<string, string>} */
  let inOperation = new Map();
  /** @param {Map<string, string>} names @param {any} parameter @param {Context} ctx */
  const add = (names, parameter, { report, location }) => {
    if (parameter.in === "header") return;
    const call = callPath(parameter.name).join(".");
    const other = names.get(call) ?? inPath.get(call);
    if (other !== undefined && other !== parameter.name) {
      report({
        message: `The parameters ${other} and ${parameter.name} would both be called ${call} in the client. Describe only one of them.`,
        location: location.child("name"),
      });
    }
    names.set(call, parameter.name);
  };
  return {
    PathItem: {
      enter() {
        inPath = new Map();
      },
      /** @param {any} parameter @param {Context} ctx */
      Parameter: (parameter, ctx) => add(inPath, parameter, ctx),
      Operation: {
        enter() {
          inOperation = new Map();
        },
        /** @param {any} parameter @param {Context} ctx */
        Parameter: (parameter, ctx) => add(inOperation, parameter, ctx),
        RequestBody: {
          MediaType: {
            /** @param {any} schema @param {Context} ctx */
            Schema(schema, { report, location }) {
              for (const name of Object.keys(schema.properties ?? {})) {
                const twice = inOperation.get(callPath(name).join("."));
                if (twice !== undefined && isTopLevel(location)) {
                  report({
                    message: `${name} is taken in the query (as ${twice}) and in the body. Describe it in the body only.`,
                    location: location.child(["properties", name]).key(),
                  });
                }
              }
            },
          },
        },
      },
    },
  };
}

/** Whether a schema is a body's own, not one nested in it. @param {any} location */
function isTopLevel(location) {
  return !/\/(properties|items)\//.test(`${location.pointer}/`);
}

/** A component becomes a type of the same name, which must not hide one that JavaScript or TypeScript has. */
function schemaNames() {
  return {
    /** @param {any} node @param {Context} ctx */
    ref(node, { report, location, type }) {
      if (type.name !== "Schema") return;
      const name =
        String(node.$ref)
          .split(/[#/]/)
          .at(-1)
          ?.replace(/\.ya?ml$/, "") ?? "";
      if (GLOBAL_NAMES.has(name))
        report({
          message: `The schema ${name} has the name of a global type. Give it another, such as ${name}Body or LiveChat${name}.`,
          location: location.child("$ref"),
        });
      else if (!/^[A-Z][A-Za-z0-9]*$/.test(name))
        report({
          message: `The schema ${name} is not in PascalCase. Rename its file.`,
          location: location.child("$ref"),
        });
    },
  };
}

/** Every property and parameter says what it is, and shows a value where the type alone does not give one away. */
function documentedFields() {
  /** @param {any} schema */
  const speaksForItself = (schema) =>
    schema.const !== undefined ||
    schema.enum !== undefined ||
    schema.not !== undefined ||
    [schema.type].flat().every((type) => !["string", "integer", "number"].includes(type));
  return {
    /** @param {any} parameter @param {Context} ctx */
    Parameter(parameter, { report, location }) {
      if (parameter.example === undefined && !parameter.examples && !speaksForItself(parameter.schema ?? {}))
        report({
          message: `The parameter ${parameter.name} has no example. Add one.`,
          location: location.child("name"),
        });
    },
    SchemaProperties: {
      /** @param {any} schema @param {Context} ctx */
      Schema(schema, { report, location, key }) {
        if (isCondition(location)) return;
        if (!schema.description)
          report({ message: `The property ${key} has no description. Add one.`, location: location.key() });
        if (!schema.examples && !speaksForItself(schema))
          report({ message: `The property ${key} has no example. Add one under examples.`, location: location.key() });
      },
    },
  };
}

/** A text by which readers tell variants apart stands twice: some tools read `const` only, some `enum` only. */
function constants() {
  return {
    SchemaProperties: {
      /** @param {any} schema @param {Context} ctx */
      Schema(schema, { report, location, key }) {
        if (typeof schema.const === "string" && schema.enum === undefined && !isCondition(location))
          report({
            message: `${key} is a constant that some tools do not see. Add enum: [${schema.const}] beside it.`,
            location: location.child("const"),
          });
      },
    },
  };
}

/** Whether a schema only compares, and describes no field. @param {any} location */
function isCondition(location) {
  return /\/(if|then|else|not)\//.test(location.pointer);
}

// What x-pagination has to name.
const PAGINATION = ["items", "key", "parameter", "pages", "total", "size"];

const EXTENSIONS = new Set(["x-client", "x-codeSamples", "x-extensible-enum", "x-pagination", "x-successor"]);

/** The extensions are few and known; a typo in one would go unnoticed. */
function extensions() {
  return {
    /** @param {any} node @param {Context} ctx */
    any(node, { report, location }) {
      if (typeof node !== "object" || node === null || Array.isArray(node)) return;
      for (const key of Object.keys(node)) {
        if (key.startsWith("x-") && !EXTENSIONS.has(key) && isPlainHolder(location)) {
          report({
            message: `${key} is no extension of this description. Known are ${[...EXTENSIONS].join(", ")}.`,
            location: location.child(key).key(),
          });
        }
      }
      if (node["x-client"] !== undefined && node["x-client"] !== "omit")
        report({ message: "x-client takes the value omit only.", location: location.child("x-client") });
    },
    /** @param {any} operation @param {Context} ctx */
    Operation(operation, { report, location }) {
      const successor = operation["x-successor"];
      if (successor && !(typeof successor.api === "string" && Array.isArray(successor.methods))) {
        report({
          message:
            "x-successor takes the name of an api and a list of methods, such as { api: Configuration API, methods: [list_agents] }.",
          location: location.child("x-successor"),
        });
      }
      const pagination = operation["x-pagination"];
      const missing = PAGINATION.filter((key) => pagination && pagination[key] === undefined);
      if (missing.length > 0)
        report({
          message: `x-pagination lacks ${missing.join(", ")}. It names the fields of a page and the parameter for its number, such as { items: chats, key: id, parameter: page, pages: pages, total: total, size: 25 }.`,
          location: location.child("x-pagination"),
        });
    },
  };
}

/** Values of examples and headers may begin with x-. @param {any} location */
function isPlainHolder(location) {
  return !/\/(examples?|value|headers|default)(\/|$)/.test(location.pointer);
}

export default function livechatPlugin() {
  return {
    id: "livechat",
    rules: {
      oas3: {
        "operation-ids": operationIds,
        "examples-required": examplesRequired,
        "error-policy": errorPolicy,
        "call-names": callNames,
        constants,
        "schema-names": schemaNames,
        "documented-fields": documentedFields,
        extensions,
      },
    },
  };
}
