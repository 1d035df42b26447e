// The changes between two descriptions, each classified for the users of the API and for those of the client.
import type { Description } from "../../src/description/document.js";
import { typeName } from "../description/names.js";
import type { Finding } from "../description/redocly.js";
import { judgeForApi, judgeForClient, type Surfaces, VERDICTS, type Verdict } from "./judge.js";
import { type Place, placeOf } from "./place.js";
import { type Kind, type Row, rowsOf } from "./rows.js";
import { operationsAt, surfaceOf } from "./surface.js";
import type { Difference } from "./tree.js";

export interface Change extends Difference {
  place: Place;
  kind: Kind;
  /** For whoever codes by the description. */
  api: Verdict;
  /** For whoever uses the client's methods and types. */
  client: Verdict;
  /** The operations and webhooks that it belongs to. */
  operations: string[];
}

/** `findings` are what Redocly finds between the same two descriptions. The worst come first. */
export function changesBetween(before: Description, after: Description, findings: Finding[]): Change[] {
  const surfaces = { before: surfaceOf(before), after: surfaceOf(after) };
  const changes = rowsOf({ before, after }, findings).map((row) => classify(row, surfaces));
  return [...changes, ...vanishedTypes(surfaces)].sort(
    (a, b) => VERDICTS.indexOf(classOf(a)) - VERDICTS.indexOf(classOf(b)),
  );
}

/** What the change is for those whom it hits hardest. */
export function classOf({ api, client }: Change): Verdict {
  return VERDICTS.find((verdict) => verdict === api || verdict === client) ?? "none";
}

function classify(row: Row, surfaces: Surfaces): Change {
  const { before, after, kind } = row;
  const [surface, side] = after ? [surfaces.after, after] : [surfaces.before, before];
  const { pointer = "", value } = side ?? {};
  const api = judgeForApi(row, surfaces);
  return {
    ...(before && { before }),
    ...(after && { after }),
    kind,
    place: placeOf(surface.description, pointer, value),
    api,
    client: judgeForClient(row, api, surfaces),
    operations: operationsAt(surface, pointer),
  };
}

/** Types that the client made of an operation, or of a component that no longer is in its sight. */
function vanishedTypes({ before, after }: Surfaces): Change[] {
  const [old, now] = [before.description.components.schemas, after.description.components.schemas];
  return [...before.types]
    .filter((name) => !after.types.has(name) && (!(name in old) || name in now))
    .map((name) => ({
      kind: "removed",
      place: { subject: name, part: "" },
      api: "none",
      client: "breaking",
      operations: before.operations.map(({ id }) => id).filter((id) => madeOf(id).includes(name)),
    }));
}

/** How the client calls what it makes of an operation. */
function madeOf(id: string): string[] {
  return ["Params", "Body", "Result"].map((suffix) => `${typeName(id)}${suffix}`);
}
