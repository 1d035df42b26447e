// Goals: what each type takes, and the successes that end up with the visitor's chat.
import type { ChatGoal, Goal, GoalType, SalesTrackerGoal } from "../../../generated/models.js";
import { textDate } from "../../calendar.js";
import type { Licence } from "../licence/licence.js";
import type { ChatFacts, GoalFacts, GoalRecord } from "../licence/records.js";
import type { Behaviour, Call } from "./behaviour.js";
import { found, mustManage, refuseFor } from "./demands.js";
import { newestChatOf, visitorProblems } from "./visitors.js";

type GoalCreate = Call<"goals.create">["body"];
type GoalUpdate = Call<"goals.update">["body"];
type GoalSuccess = Call<"goals.markAsSuccessful">["body"];

/** What an update takes beside the name, the type and whether the goal is in use. */
const FIELDS_OF_TYPE: Record<GoalType, readonly string[]> = {
  custom_variable: ["custom_variable_name", "custom_variable_value"],
  url: ["url", "match_type"],
  api: [],
  sales_tracker: ["order_field_name", "value_field_name", "sales_tracker_id"],
} satisfies Record<GoalType, (keyof GoalUpdate)[]>;

const COMMON_FIELDS: readonly string[] = ["name", "active", "type"] satisfies (keyof GoalUpdate)[];

export const goals: Behaviour<"goals"> = {
  "goals.list": ({ query }, licence) =>
    [...licence.goals]
      .filter(({ type }) => query.type === undefined || type === query.type)
      .map(({ id, name, active, type }) => ({ id, name, active, type })),

  "goals.create": ({ body, caller }, licence) => {
    mustManage(caller);
    return licence.goals.add(newGoal(licence.ids.above(licence.goals.spent), body, licence));
  },

  "goals.get": ({ path }, licence) => goalOf(licence, path.goal_id),

  "goals.update": ({ path, body, caller }, licence) => {
    mustManage(caller);
    const goal = goalOf(licence, path.goal_id);
    refuseFor(...strangers(body, body.type ?? goal.type));
    return licence.goals.add(changed(goal, body, licence));
  },

  "goals.delete": ({ path, caller }, licence) => {
    mustManage(caller);
    licence.goals.remove(goalOf(licence, path.goal_id).id);
    return { result: "goal removed successfully" };
  },

  "goals.markAsSuccessful": ({ path, body }, licence) => {
    const goal = goalOf(licence, path.goal_id);
    refuseFor(...visitorProblems(licence, "visitor_id", body.visitor_id));
    const chat = newestChatOf(licence, body.visitor_id);
    // Only chats show goals: the success of a visitor who never chatted is not to be seen anywhere.
    if (chat) achieve(licence, chat, goal, body);
    return { result: "goal marked as successful" };
  },
};

function goalOf(licence: Licence, id: number): GoalRecord {
  return found(licence.goals.get(id), `goal ${id}`);
}

function newGoal(id: number, body: GoalCreate, licence: Licence): Goal {
  const { active = 1 } = body;
  switch (body.type) {
    case "url":
      return { id, ...body, active, match_type: body.match_type ?? "substring" };
    case "sales_tracker": {
      const { sales_tracker_id = licence.ids.secret("made-up-sales-tracker") } = body;
      return { id, ...body, active, sales_tracker_id };
    }
    default:
      return { id, ...body, active };
  }
}

/** With another type, nothing is left of the fields of the first. */
function changed(goal: GoalRecord, body: GoalUpdate, licence: Licence): Goal {
  const { id, name, active, type } = goal;
  // Both hold what the type needs: the description demands it with `type`, and no field is there that is none of the type's.
  if ((body.type ?? type) === type) return { ...goal, ...body } as Goal;
  return newGoal(id, { name, active, ...body } as GoalCreate, licence);
}

function strangers(body: GoalUpdate, type: GoalType): string[] {
  const known = [...COMMON_FIELDS, ...FIELDS_OF_TYPE[type]];
  return Object.keys(body)
    .filter((field) => !known.includes(field))
    .map((field) => `${field}: a goal of the type ${type} takes only ${known.join(", ")}`);
}

function achieve(licence: Licence, chat: ChatFacts, goal: GoalRecord, success: GoalSuccess): void {
  const item = licence.chats.item(chat);
  if (item.type === "missed_chat") return;
  const at = licence.now();
  const tracked = goal.type === "sales_tracker";
  const order = orderOf(tracked ? { ...saleOf(goal), ...success } : success);
  const shown: ChatGoal = {
    id: goal.id,
    name: goal.name,
    ...(tracked && { type: goal.type }),
    date: textDate(at, licence.timezone),
    timestamp: at,
    order,
  };
  const facts: GoalFacts = {
    id: goal.id,
    at,
    ...(tracked && { sale: { currency: order.currency ?? "", value: Number(order.price ?? 0) } }),
  };
  licence.chats.update(chat.id, { goals: [...chat.goals, facts] }, { ...item, goals: [...(item.goals ?? []), shown] });
}

/** What a sales tracker knows of each sale beforehand. */
function saleOf({ value, currency }: SalesTrackerGoal): Pick<GoalSuccess, "order_price" | "order_currency"> {
  return {
    ...(value !== undefined && value !== null && { order_price: String(value) }),
    ...(currency && { order_currency: currency }),
  };
}

/** Empty without an order; of an order, what is not known is empty. */
function orderOf({ order_id, order_description, order_price, order_currency }: GoalSuccess): ChatGoal["order"] {
  const parts = [order_id, order_description, order_price, order_currency];
  if (parts.every((part) => part === undefined)) return {};
  const [id = "", description = "", price = "0", currency = ""] = parts;
  return { id, description, price, currency };
}
