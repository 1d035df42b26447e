// What holds for every operation of the description.
import { describe, expect, test } from "vitest";
import { operations, webhooks } from "../support/description.js";

const RESOURCES: Record<string, string> = {
  agents: "Agents",
  chats: "Archives",
  cannedResponses: "Canned responses",
  goals: "Goals",
  greetings: "Greetings",
  groups: "Groups",
  reports: "Reports",
  status: "Status",
  tags: "Tags",
  tickets: "Tickets",
  visitors: "Visitors",
  webhooks: "Webhooks",
};

describe.each(operations.map((operation) => [operation.id, operation] as const))(
  "%s",
  (id, { source, parameters, authenticated }) => {
    test("has the tag of its resource", () => expect(source.tags).toEqual([RESOURCES[id.split(".")[0] as string]]));

    test("says in some words of its own what it does", () => {
      expect(source.description.length).toBeGreaterThan(40);
      expect(source.description).not.toContain(source.summary);
    });

    test("takes the version header", () =>
      expect(parameters.filter((parameter) => parameter.in === "header")).toMatchObject([
        { name: "X-API-Version", required: true, schema: { const: "2" } },
      ]));

    test("asks for credentials, but where a webhook's token takes their place", () =>
      expect(authenticated).toBe(id !== "visitors.addDetails"));
  },
);

test("the operations with a successor in version 3 name it", () => {
  const without = operations.filter(({ source }) => source["x-successor"] === undefined).map(({ id }) => id);
  expect(without).toEqual(
    expect.arrayContaining([
      "agents.resetApiKey",
      "goals.create",
      "chats.sendTranscript",
      "reports.chats.agentsOccupancy",
    ]),
  );
  for (const id of [
    "agents.list",
    "chats.list",
    "groups.update",
    "tags.create",
    "reports.chats.totalChats",
    "webhooks.create",
    "tickets.list",
  ])
    expect(without).not.toContain(id);
});

test("webhooks are named after their event", () => {
  expect(webhooks.map(({ id }) => id)).toEqual([
    "events.chatStarted",
    "events.chatEnded",
    "events.chatChanged",
    "events.visitorQueued",
    "events.ticketCreated",
    "events.cannedResponseChanged",
  ]);
});

test("where sources disagree, the description says what it decides", () => {
  const text = JSON.stringify([...operations, ...webhooks]);
  expect(text.match(/Sources disagree:/g)?.length).toBeGreaterThan(20);
});
