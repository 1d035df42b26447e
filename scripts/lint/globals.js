// Names of types that every TypeScript program has: those of JavaScript's and the web's globals, and of TypeScript's own helpers.

const TYPESCRIPT = [
  "Awaited",
  "Capitalize",
  "ConstructorParameters",
  "Exclude",
  "Extract",
  "InstanceType",
  "Iterable",
  "Iterator",
  "Lowercase",
  "NonNullable",
  "Omit",
  "Parameters",
  "Partial",
  "Pick",
  "PromiseLike",
  "PropertyKey",
  "Readonly",
  "ReadonlyArray",
  "Record",
  "Required",
  "ReturnType",
  "ThisType",
  "Uncapitalize",
  "Uppercase",
];

const WEB = [
  "Attr",
  "Comment",
  "Document",
  "Element",
  "Location",
  "Node",
  "Notification",
  "Option",
  "Range",
  "Report",
  "Selection",
  "Text",
  "Window",
  "Worker",
];

/** Names that a schema must not have. */
export const GLOBAL_NAMES = new Set([...Object.getOwnPropertyNames(globalThis), ...TYPESCRIPT, ...WEB]);
