// Whether anybody is there to chat.
import type { Behaviour } from "./behaviour.js";
import { filledIn, groupProblems, refuseFor } from "./demands.js";
import { groupStatus } from "./groups.js";

export const status: Behaviour<"status"> = {
  "status.get": ({ query }, licence) => {
    const group = filledIn(query.group);
    refuseFor(...groupProblems(licence, "group", group));
    return { status: groupStatus(licence, group) === "accepting chats" ? "online" : "offline" };
  },
};
