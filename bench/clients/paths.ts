// Names and places that more than one measurement needs.
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Our client's name in every table. */
export const OURS = "livechat-openapi";

/** This folder. */
export const here = at(".");
/** Our client as users get it. */
export const ours = at("../../dist/js/index.js");
/** The bundled description, as the foreign generator reads it. */
export const description = at("../../generated/openapi.yaml");
/** What the foreign generator made of it: TypeScript, and the JavaScript compiled from that. Git ignores `dist`. */
export const heyApiSource = at("dist/hey-api/src");
export const heyApi = at("dist/hey-api/js");
