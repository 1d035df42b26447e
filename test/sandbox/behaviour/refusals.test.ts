// Refused requests change nothing.
import { describe, expect, test } from "vitest";
import type { Call, OperationName } from "../../../src/sandbox/behaviour/behaviour.js";
import { Refusal } from "../../../src/sandbox/refusals.js";
import { operations } from "../../support/description.js";
import { type Inside, inside, stateOf } from "./start.js";

interface Refused {
  operation: OperationName;
  status: number;
  send(setting: Inside): unknown;
}

function refused<Id extends OperationName>(
  status: number,
  operation: Id,
  request: Partial<Pick<Call<Id>, "path" | "query" | "body">>,
  caller?: string,
): Refused {
  return { operation, status, send: ({ call }) => call(operation, request, caller) };
}

const LOGIN = "ben@example.com";
const RULES: Call<"greetings.create">["body"]["rules"] = [{ type: "visits_number", value: 3, operator: "equals" }];
const HOOK = { event_type: "chat_started", data_types: ["chat"], url: "https://shop.example.com/" } as const;
const DETAILS = { license_id: 1234567, token: "made-up-webhook-token", id: "web-shop", fields: [] };

const cases: Refused[] = [
  refused(400, "agents.create", { body: { login: LOGIN, name: "Other", permission: "normal" } }),
  refused(400, "agents.create", { body: { login: "ivy@example.com", name: "Ivy", groups: [1, 77] } }),
  refused(403, "agents.create", { body: { login: "ivy@example.com", name: "Ivy" } }, "ben"),
  refused(400, "agents.update", { path: { login: LOGIN }, body: { name: "Other", groups: [77] } }),
  refused(400, "agents.update", {
    path: { login: LOGIN },
    body: { name: "Other", password: "made-up", current_password: "made-up" },
  }),
  refused(403, "agents.update", { path: { login: LOGIN }, body: { name: "Other", max_chats_count: 9 } }, "ben"),
  refused(403, "agents.update", { path: { login: LOGIN }, body: { name: "Other" } }, "diego"),
  refused(403, "agents.update", { path: { login: "ada@example.com" }, body: { name: "X", permission: "normal" } }),
  refused(404, "agents.update", { path: { login: "nobody@example.com" }, body: { name: "Other" } }),
  refused(403, "agents.delete", { path: { login: "ada@example.com" } }),
  refused(403, "agents.delete", { path: { login: "chloe@example.com" } }, "chloe"),
  refused(403, "agents.delete", { path: { login: LOGIN } }, "diego"),
  refused(404, "agents.delete", { path: { login: "nobody@example.com" } }),
  refused(403, "agents.resetApiKey", { path: { login: LOGIN } }, "diego"),
  refused(404, "agents.resetApiKey", { path: { login: "nobody@example.com" } }),

  refused(400, "groups.create", { body: { name: "New", agents: [LOGIN, "nobody@example.com"] } }),
  refused(403, "groups.create", { body: { name: "New", agents: [LOGIN] } }, "ben"),
  refused(400, "groups.update", { path: { group_id: 1 }, body: { name: "New", agents: ["nobody@example.com"] } }),
  refused(403, "groups.update", { path: { group_id: 0 }, body: { name: "New" } }),
  refused(403, "groups.update", { path: { group_id: 1 }, body: { agents: [] } }, "ben"),
  refused(404, "groups.update", { path: { group_id: 77 }, body: { agents: [] } }),
  refused(403, "groups.delete", { path: { group_id: 0 } }),
  refused(403, "groups.delete", { path: { group_id: 1 } }, "ben"),
  refused(404, "groups.delete", { path: { group_id: 77 } }),

  refused(400, "cannedResponses.create", { body: { text: "Hi", tags: ["hi"], group: 77 } }),
  refused(404, "cannedResponses.update", { path: { canned_response_id: 77 }, body: { text: "Hi" } }),
  refused(404, "cannedResponses.delete", { path: { canned_response_id: 77 } }),

  refused(403, "goals.create", { body: { name: "New", type: "api" } }, "ben"),
  refused(400, "goals.update", { path: { goal_id: 1042 }, body: { name: "New", custom_variable_name: "a" } }),
  refused(403, "goals.update", { path: { goal_id: 1042 }, body: { name: "New" } }, "ben"),
  refused(404, "goals.update", { path: { goal_id: 77 }, body: { name: "New" } }),
  refused(403, "goals.delete", { path: { goal_id: 1042 } }, "ben"),
  refused(404, "goals.delete", { path: { goal_id: 77 } }),
  refused(400, "goals.markAsSuccessful", { path: { goal_id: 12 }, body: { visitor_id: "S1.unknown" } }),
  refused(404, "goals.markAsSuccessful", { path: { goal_id: 77 }, body: { visitor_id: "S1767225600.1a2b3c4d5e" } }),

  refused(400, "greetings.create", { body: { name: "New", rules: RULES, group: 77, active: 1 } }),
  refused(403, "greetings.create", { body: { name: "New", rules: RULES } }, "ben"),
  refused(403, "greetings.update", { path: { greeting_id: 2411 }, body: { active: 0 } }, "ben"),
  refused(404, "greetings.update", { path: { greeting_id: 77 }, body: { active: 0 } }),
  refused(403, "greetings.delete", { path: { greeting_id: 2411 } }, "ben"),
  refused(404, "greetings.delete", { path: { greeting_id: 77 } }),

  refused(400, "tags.create", { body: { tag: "refund", author: LOGIN, group: 1 } }),
  refused(400, "tags.create", { body: { tag: "new", author: "nobody@example.com", group: 1 } }),
  refused(400, "tags.create", { body: { tag: "new", author: LOGIN, group: 77 } }),
  refused(403, "tags.create", { body: { tag: "new", author: LOGIN, group: 1 } }, "ben"),
  refused(403, "tags.delete", { path: { tag: "refund" }, body: { group: 1 } }, "ben"),
  refused(404, "tags.delete", { path: { tag: "refund" }, body: { group: 3 } }),

  refused(400, "visitors.addDetails", { path: { visitor_id: "S1" }, body: { ...DETAILS, token: "another" } }),
  refused(400, "visitors.addDetails", { path: { visitor_id: "S1" }, body: { ...DETAILS, license_id: 7 } }),
  refused(404, "visitors.addDetails", { path: { visitor_id: "S1" }, body: DETAILS }),

  refused(403, "webhooks.create", { body: { ...HOOK, data_types: [...HOOK.data_types] } }, "ben"),
  refused(403, "webhooks.delete", { path: { webhook_id: "made-up-webhook-id" } }, "ben"),
  refused(404, "webhooks.delete", { path: { webhook_id: "unknown" } }),
];

describe("a refusal leaves everything as it was", () => {
  const setting = inside();
  const before = stateOf(setting.licence);

  test.each(cases.map((one, index) => [index + 1, one.operation, one.status, one] as const))(
    "%i: %s answers %i",
    (_, __, status, { send }) => {
      let refusal: unknown;
      try {
        send(setting);
      } catch (error) {
        refusal = error;
      }
      expect(refusal).toBeInstanceOf(Refusal);
      expect(refusal).toHaveProperty("status", status);
      expect(stateOf(setting.licence)).toEqual(before);
      expect(setting.announced).toEqual([]);
    },
  );

  test("of every operation that writes", () => {
    const resources = new Set(cases.map(({ operation }) => operation.split(".")[0]));
    const writing = operations.filter(({ id, method }) => method !== "GET" && resources.has(id.split(".")[0] ?? ""));
    expect(writing.map(({ id }) => id).filter((id) => !cases.some(({ operation }) => operation === id))).toEqual([]);
  });
});
