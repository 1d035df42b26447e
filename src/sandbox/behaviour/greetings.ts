// Greetings: their rules, as answers show them, and the limit on announcements.
import type { Greeting, GreetingRule } from "../../../generated/models.js";
import type { Licence } from "../licence/licence.js";
import type { GreetingRecord } from "../licence/records.js";
import type { Behaviour, Call } from "./behaviour.js";
import { filledIn, found, groupProblems, mustManage, refuseFor } from "./demands.js";

type NewRule = Call<"greetings.create">["body"]["rules"][number];

const DEFAULT_TEXT = "Hi there! Shall we talk about our products?";
const MOST_ANNOUNCEMENTS = 10;

export const greetings: Behaviour<"greetings"> = {
  "greetings.list": ({ query }, licence) =>
    [...licence.greetings].filter(({ group }) => query.group === undefined || group === query.group).map(shown),

  "greetings.create": ({ body, caller }, licence) => {
    mustManage(caller);
    const group = filledIn(body.group);
    const announcement = body.subtype === "announcement";
    refuseFor(
      ...groupProblems(licence, "group", group),
      ...(announcement && announcementsOf(licence) >= MOST_ANNOUNCEMENTS
        ? [`subtype: there are ${MOST_ANNOUNCEMENTS} announcements already, and a licence has no more`]
        : []),
    );
    const active = body.active === 1;
    return shown(
      licence.greetings.add({
        id: licence.ids.above(licence.greetings.spent),
        active,
        name: body.name,
        rules: newRules(body.rules, licence),
        properties: properties(active, body.properties?.["greeting-message_text"] ?? DEFAULT_TEXT),
        group,
        announcement,
      }),
    );
  },

  "greetings.get": ({ path }, licence) => shown(greetingOf(licence, path.greeting_id)),

  "greetings.update": ({ path, body, caller }, licence) => {
    mustManage(caller);
    const present = greetingOf(licence, path.greeting_id);
    const active = body.active === undefined ? present.active : body.active === 1;
    const text = body.properties?.["greeting-message_text"] ?? present.properties["greeting-message_text"];
    return shown(
      licence.greetings.update(present.id, {
        active,
        name: body.name ?? present.name,
        rules: body.rules ? newRules(body.rules, licence) : present.rules,
        properties: properties(active, text),
      }),
    );
  },

  "greetings.delete": ({ path, caller }, licence) => {
    mustManage(caller);
    licence.greetings.remove(greetingOf(licence, path.greeting_id).id);
    return { ok: true };
  },
};

function greetingOf(licence: Licence, id: number): GreetingRecord {
  return found(licence.greetings.get(id), `greeting ${id}`);
}

function shown({ group: _group, announcement: _announcement, ...greeting }: GreetingRecord): Greeting {
  return greeting;
}

function announcementsOf(licence: Licence): number {
  return [...licence.greetings].filter(({ announcement }) => announcement).length;
}

function properties(active: boolean, text: string): Greeting["properties"] {
  return { active: active ? "1" : "0", "greeting-message_text": text };
}

/** As LiveChat does, so that nobody counts on the order in which they were sent. */
function newRules(rules: readonly NewRule[], licence: Licence): GreetingRule[] {
  const first = licence.ids.above([...licence.greetings].flatMap((greeting) => greeting.rules.map(({ id }) => id)));
  return [...rules].reverse().map((rule, index) => newRule(first + index, rule));
}

/** Values come back as text. */
function newRule(id: number, rule: NewRule): GreetingRule {
  switch (rule.type) {
    case "url_funnel": {
      const urls = rule.urls.map(({ url, operator }) => ({ url, operator: filledIn(operator) }));
      return { id, type: rule.type, urls, condition: "and" };
    }
    case "custom_variable":
      return {
        id,
        ...rule,
        variable_value: String(rule.variable_value),
        operator: filledIn(rule.operator),
        condition: "and",
      };
    case "ads_traffic":
      return { id, ...rule, operator: filledIn(rule.operator), condition: "and" };
    default:
      return { id, ...rule, value: String(rule.value), operator: filledIn(rule.operator), condition: "and" };
  }
}
