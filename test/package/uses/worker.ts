// A worker, which has no file system: the description comes with the bundle.
import description from "livechat-openapi/openapi.json" with { type: "json" };
import { EXPECTED, useAnywhere } from "./anywhere.js";

void useAnywhere(description).then((used) =>
  postMessage(used === EXPECTED ? "works" : `Something does not work: ${used}`),
);
