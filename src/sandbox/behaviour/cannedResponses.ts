// Canned responses: every agent may write them, and whoever has subscribed is told of each change.
import type { Licence } from "../licence/licence.js";
import type { CannedResponseRecord } from "../licence/records.js";
import type { Behaviour } from "./behaviour.js";
import { filledIn, found, groupProblems, refuseFor } from "./demands.js";

export const cannedResponses: Behaviour<"cannedResponses"> = {
  "cannedResponses.list": ({ query }, licence) =>
    [...licence.cannedResponses].filter(({ group }) => group === query.group),

  "cannedResponses.create": ({ body, caller }, licence) => {
    const group = filledIn(body.group);
    refuseFor(...groupProblems(licence, "group", group));
    return announced(
      licence,
      licence.cannedResponses.add({
        id: licence.ids.above(licence.cannedResponses.spent),
        group,
        text: body.text,
        creation_date: licence.now(),
        created_by: caller.login,
        tags: reordered(body.tags),
      }),
    );
  },

  "cannedResponses.get": ({ path }, licence) => cannedResponseOf(licence, path.canned_response_id),

  "cannedResponses.update": ({ path, body, caller }, licence) => {
    const present = cannedResponseOf(licence, path.canned_response_id);
    const { text, tags } = body;
    if (text === undefined && tags === undefined) return present;
    return announced(
      licence,
      licence.cannedResponses.update(present.id, {
        ...(text !== undefined && { text }),
        ...(tags && { tags: reordered(tags) }),
        modification_date: licence.now(),
        modified_by: caller.login,
      }),
    );
  },

  "cannedResponses.delete": ({ path }, licence) => {
    const present = cannedResponseOf(licence, path.canned_response_id);
    licence.cannedResponses.remove(present.id);
    announced(licence, present);
    return { result: "Canned response removed successfully" };
  },
};

function cannedResponseOf(licence: Licence, id: number): CannedResponseRecord {
  return found(licence.cannedResponses.get(id), `canned response ${id}`);
}

function announced(licence: Licence, cannedResponse: CannedResponseRecord): CannedResponseRecord {
  licence.announce({ event: "canned_response_changed", cannedResponse });
  return cannedResponse;
}

/** As LiveChat does, so that nobody counts on the order in which they were sent. */
function reordered(tags: readonly string[]): string[] {
  return [...tags].reverse();
}
