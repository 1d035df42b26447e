// How a parameter's name on the wire reads in TypeScript: `tag[]` is `tag`, `requester[mail]` is `requester: { mail }`.
// JavaScript, because the lint plugin, which Redocly loads as it is, needs it too.

/**
 * The keys that lead to a parameter's value in the arguments of a call.
 * @param {string} wireName
 * @returns {string[]}
 */
export function callPath(wireName) {
  return wireName
    .replace(/\[\]$/, "")
    .split(/[[\]]+/)
    .filter(Boolean);
}
