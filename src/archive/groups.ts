// Groups as a filter by which a day can be divided.
import type { LiveChat } from "../client/createClient.js";
import type { Dimension } from "./source.js";

/** A record can belong to several groups or, having lost its own, to none: then the parts do not add up, and this is no help. */
export function groupDimension<Query extends { group?: number }>(livechat: LiveChat): Dimension<Query> {
  return {
    name: "group",
    parts: async (signal) => {
      const groups = await livechat.groups.list({ signal });
      // Group 0 is the whole licence.
      return groups.filter(({ id }) => id !== 0).map(({ id }) => ({ group: id }) as Partial<Query>);
    },
  };
}
