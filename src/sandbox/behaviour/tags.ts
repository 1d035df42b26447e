// Tags of groups, and how often they are in use.
import type { Tag, TagCount } from "../../../generated/models.js";
import type { Archive } from "../licence/archive.js";
import { type Licence, tagKey } from "../licence/licence.js";
import type { TagRecord } from "../licence/records.js";
import type { Behaviour } from "./behaviour.js";
import { agentProblems, found, groupProblems, mustManage, refuseFor } from "./demands.js";

export const tags: Behaviour<"tags"> = {
  "tags.list": ({ query }, licence) =>
    [...licence.tags]
      .filter(({ group }) => query.group === undefined || group === query.group)
      .map((tag) => shown(tag, licence)),

  "tags.create": ({ body, caller }, licence) => {
    mustManage(caller);
    const { tag: name, author, group } = body;
    refuseFor(
      ...(licence.tags.has(tagKey({ group, name })) ? [`tag: group ${group} has the tag ${name} already`] : []),
      ...agentProblems(licence, "author", author),
      ...groupProblems(licence, "group", group),
    );
    return shown(licence.tags.add({ name, author, creation_date: licence.now(), group }), licence);
  },

  // Chats and tickets keep it.
  "tags.delete": ({ path, body, caller }, licence) => {
    mustManage(caller);
    const tag = { group: body.group, name: path.tag };
    licence.tags.remove(tagKey(found(licence.tags.get(tagKey(tag)), `tag ${tag.name} of group ${tag.group}`)));
    return { ok: true };
  },
};

function shown(tag: TagRecord, licence: Licence): Tag {
  return { ...tag, count: countOf(tag, licence) };
}

function countOf(tag: TagRecord, { chats, tickets }: Licence): TagCount {
  return { inChats: usesOf(chats).get(tagKey(tag)) ?? 0, inTickets: usesOf(tickets).get(tagKey(tag)) ?? 0 };
}

interface Tagged {
  readonly id: string;
  readonly tags: readonly string[];
  readonly groups: readonly number[];
}

const counted = new WeakMap<readonly Tagged[], ReadonlyMap<string, number>>();

/** How many records of a group carry a tag, for all groups and tags at once. */
function usesOf<Facts extends Tagged>(archive: Archive<Facts, unknown>): ReadonlyMap<string, number> {
  // The archive gives the same array until something changes.
  const tagged = archive.select("tags in use", (facts) => facts.tags.length > 0);
  const known = counted.get(tagged);
  if (known) return known;
  const uses = new Map<string, number>();
  for (const facts of tagged) {
    const groups = new Set(facts.groups);
    for (const name of new Set(facts.tags))
      for (const group of groups) {
        const key = tagKey({ group, name });
        uses.set(key, (uses.get(key) ?? 0) + 1);
      }
  }
  counted.set(tagged, uses);
  return uses;
}
