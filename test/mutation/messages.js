// Leaves the wording of errors as it is: what a message has to name is asked by the tests, how it reads is not.

const MAKERS = /Error$|^(optionError|refuse)$/;

export const strykerPlugins = [{ kind: "Ignore", name: "messages", value: { shouldIgnore } }];

/**
 * What Stryker passes: a node of Babel's syntax tree, in its place.
 *
 * @typedef {{ type: string, callee?: { type: string, name?: string } }} Node
 * @typedef {{ node: Node, findParent(wanted: (path: Path) => boolean): Path | null }} Path
 */

/** @param {Path} path */
function shouldIgnore(path) {
  const isText = path.node.type === "StringLiteral" || path.node.type === "TemplateLiteral";
  return isText && path.findParent(makesError) ? "the wording of an error" : undefined;
}

/** @param {Path} path */
function makesError({ node: { callee } }) {
  return callee !== undefined && (callee.type === "Super" || MAKERS.test(callee.name ?? ""));
}
