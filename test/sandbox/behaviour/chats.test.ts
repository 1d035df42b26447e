// The archive of chats: what filters keep, in which order and on which page, and what changes.
import type { Chat, ChatsListParams } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { daysBetween } from "../../../src/calendar.js";
import { selectChats } from "../../../src/sandbox/licence/selection.js";
import { operations } from "../../support/description.js";
import { type Arranged, addChat, addMissedChat, addPendingChat, arrange, idsOf, visitor } from "./records.js";
import { refusal, stateOf } from "./start.js";

const order = { id: "", description: "", price: "0", currency: "" };

/** One of each kind; the first listed is the newest. */
function arrangeKinds(): Arranged {
  const arranged = arrange();
  const { licence } = arranged;
  licence.goals.add({ id: 901, name: "Orders", active: 1, type: "sales_tracker", sales_tracker_id: "made-up-tracker" });
  addChat(licence, "PLAIN", "2026-06-10T10:00:00Z");
  addChat(
    licence,
    "GOOD",
    "2026-06-11T10:00:00Z",
    { rate: "rated_good", tags: ["sales", "delivery"] },
    { commented: true },
  );
  addChat(licence, "BAD", "2026-06-12T10:00:00Z", { rate: "rated_bad", tags: ["refund"], queue: { duration: 20 } });
  addChat(licence, "GOAL", "2026-06-13T10:00:00Z", {
    goals: [{ id: 72, name: "Newsletter", order }],
    agents: [
      { display_name: "Ben Okafor", email: "ben@example.com" },
      { display_name: "Chloe Lindqvist", email: "chloe@example.com" },
    ],
  });
  addChat(licence, "SALE", "2026-06-14T10:00:00Z", {
    goals: [{ id: 901, name: "Orders", type: "sales_tracker", order: { ...order, price: "89.90", currency: "EUR" } }],
    visitor: visitor({ id: "S2.b", city: "München", region: "Bayern", country: "Germany" }),
    group: [1, 2],
    messages: [
      { author_name: "Mina Park", text: "My LAMP is broken", date: "", timestamp: 1, user_type: "visitor" },
      { author_name: "Ben Okafor", text: "Which one?", date: "", timestamp: 2, user_type: "agent" },
    ],
  });
  addMissedChat(licence, "MISSED", "2026-06-14T22:00:00Z", "Do you ship lamps to Norway?");
  addPendingChat(licence, "PENDING", "2026-06-15T11:55:00Z");
  return arranged;
}

const filters: [keyof ChatsListParams, ChatsListParams, string][] = [
  ["page", { page: 1 }, "MISSED SALE GOAL BAD GOOD PLAIN"],
  ["page", { page: 2 }, ""],
  ["date_from", { date_from: "2026-06-13" }, "MISSED SALE GOAL"],
  ["date_to", { date_to: "2026-06-12" }, "BAD GOOD PLAIN"],
  ["date_to", { date_from: "2026-06-12", date_to: "2026-06-12" }, "BAD"],
  ["timezone", { date_from: "2026-06-15", timezone: "Asia/Kathmandu" }, "MISSED"],
  ["visitor_id", { visitor_id: "S2.b" }, "SALE"],
  ["visitor_id", { visitor_id: "S2" }, ""],
  ["query", { query: "lamp" }, "MISSED SALE"],
  ["query", { query: "WHICH ONE" }, "SALE"],
  ["query", { query: "nothing like it" }, ""],
  ["agent", { agent: "chloe@example.com" }, "GOAL"],
  ["agent", { agent: "ben@example.com" }, "SALE GOAL BAD GOOD PLAIN"],
  ["group", { group: 2 }, "SALE"],
  ["group", { group: 0 }, "MISSED"],
  ["goal", { goal: 72 }, "GOAL"],
  ["goal", { goal: 901 }, "SALE"],
  ["has_goal", { has_goal: 1 }, "SALE GOAL"],
  ["has_goal", { has_goal: 0 }, "MISSED BAD GOOD PLAIN"],
  ["sale", { sale: "901" }, "SALE"],
  ["sale", { sale: "made-up-tracker" }, "SALE"],
  ["sale", { sale: "72" }, ""],
  ["has_sale", { has_sale: true }, "SALE"],
  ["has_sale", { has_sale: false }, "MISSED GOAL BAD GOOD PLAIN"],
  ["queued", { queued: 1 }, "BAD"],
  ["queued", { queued: 0 }, "MISSED SALE GOAL GOOD PLAIN"],
  ["rate", { rate: "rated" }, "BAD GOOD"],
  ["rate", { rate: "rated_good" }, "GOOD"],
  ["rate", { rate: "rated_bad" }, "BAD"],
  ["rate", { rate: "not_rated" }, "MISSED SALE GOAL PLAIN"],
  ["include_pending", { include_pending: 1 }, "PENDING MISSED SALE GOAL BAD GOOD PLAIN"],
  ["include_pending", { include_pending: 0 }, "MISSED SALE GOAL BAD GOOD PLAIN"],
  ["tag", { tag: ["delivery"] }, "GOOD"],
  ["tag", { tag: ["delivery", "refund"] }, "BAD GOOD"],
  ["tag", { tag: ["Delivery"] }, ""],
  ["tagged", { tagged: 1 }, "BAD GOOD"],
  ["tagged", { tagged: 0 }, "MISSED SALE GOAL PLAIN"],
  ["comment", { comment: 1 }, "GOOD"],
  ["comment", { comment: 0 }, "MISSED SALE GOAL BAD PLAIN"],
  ["city", { city: "münchen" }, "SALE"],
  ["city", { city: "Münch" }, ""],
  ["region", { region: "BAYERN" }, "SALE"],
  ["country", { country: "germany" }, "SALE"],
];

describe("a filter", () => {
  const { livechat: kinds } = arrangeKinds();

  test.each(filters)("%s: %o keeps %s", async (_, params, expected) => {
    const page = await kinds.chats.list(params);
    expect(idsOf(page.chats)).toBe(expected);
  });

  test("of every name in the description is tried above", () => {
    const described = operations
      .find(({ id }) => id === "chats.list")
      ?.parameters.filter((parameter) => parameter.in === "query")
      .map(({ name }) => name.replace("[]", ""));
    expect([...new Set(filters.map(([name]) => name))].sort()).toEqual(described?.sort());
  });

  test("combines with others: a chat has to fit them all", async () => {
    const { livechat } = arrangeKinds();
    const page = await livechat.chats.list({ agent: "ben@example.com", tagged: 0, date_from: "2026-06-13" });
    expect(page).toMatchObject({ total: 2, pages: 1 });
    expect(idsOf(page.chats)).toBe("SALE GOAL");
  });

  test("sees what has changed since it was last asked", async () => {
    const { livechat } = arrangeKinds();
    await livechat.chats.list({ tagged: 1 });
    await livechat.chats.updateTags("PLAIN", { tag: ["new"] });
    expect(idsOf((await livechat.chats.list({ tagged: 1 })).chats)).toBe("BAD GOOD PLAIN");
  });
});

describe("the days of a query", () => {
  test("begin and end in the licence's zone unless another is asked for", async () => {
    const { licence, livechat } = arrange({ timezone: "America/New_York" });
    addChat(licence, "BEFORE", "2026-03-08T04:59:59Z");
    addChat(licence, "FIRST", "2026-03-08T05:00:00Z");
    // The clocks went forward in between: the day has 23 hours.
    addChat(licence, "LAST", "2026-03-09T03:59:59Z");
    addChat(licence, "AFTER", "2026-03-09T04:00:00Z");
    const day = { date_from: "2026-03-08", date_to: "2026-03-08" };
    expect(idsOf((await livechat.chats.list(day)).chats)).toBe("LAST FIRST");
    expect(idsOf((await livechat.chats.list({ ...day, timezone: "UTC" })).chats)).toBe("FIRST BEFORE");
  });

  test("end today, in the zone asked for, unless another last day is", async () => {
    const { licence, livechat } = arrange();
    addChat(licence, "TODAY", "2026-06-15T23:00:00Z");
    addChat(licence, "TOMORROW", "2026-06-16T00:00:00Z");
    expect(idsOf((await livechat.chats.list()).chats)).toBe("TODAY");
    expect(idsOf((await livechat.chats.list({ timezone: "Pacific/Kiritimati" })).chats)).toBe("TOMORROW TODAY");
    expect(idsOf((await livechat.chats.list({ date_to: "2026-06-16" })).chats)).toBe("TOMORROW TODAY");
    expect(idsOf((await livechat.chats.list({ date_from: "2026-06-16" })).chats)).toBe("");
  });

  test("may lie far from all records", async () => {
    const { licence, livechat } = arrange({ timezone: "Asia/Kathmandu" });
    addChat(licence, "ONE", "2026-06-10T10:00:00Z");
    for (const [date_from, date_to, total] of [
      ["0001-01-01", "9999-12-31", 1],
      ["0001-01-01", "0001-01-01", 0],
      ["9999-12-31", "9999-12-31", 0],
    ] as const) {
      expect((await livechat.chats.list({ date_from, date_to })).total).toBe(total);
    }
  });

  test.each(["UTC", "America/New_York", "Australia/Lord_Howe"])("share out the chats of a range in %s", (timezone) => {
    const { licence } = arrange();
    for (let hour = 0; hour < 24 * 40; hour += 7)
      addChat(licence, `H${hour}`, new Date(Date.UTC(2026, 2, 1, hour)).toISOString());
    const range = { date_from: "2026-03-05", date_to: "2026-04-06", timezone };
    const days = daysBetween(range.date_from, range.date_to).map((day) =>
      selectChats({ date_from: day, date_to: day, timezone }, licence),
    );
    expect(days.reverse().flat()).toEqual(selectChats(range, licence));
  });

  test("have to be in order", async () => {
    const { livechat } = arrange();
    expect(await refusal(livechat.chats.list({ date_from: "2026-02-01", date_to: "2026-01-31" }))).toBe(
      "400\ndate_from: expected a day that is not after date_to (2026-01-31), got 2026-02-01",
    );
  });

  test("need a zone that exists", async () => {
    const { livechat } = arrange();
    expect(await refusal(livechat.chats.list({ timezone: "Mars/Olympus" }))).toBe(
      "400\ntimezone: expected a name of the TZ database, such as America/Phoenix, got Mars/Olympus",
    );
  });
});

describe("the order", () => {
  test("of chats that started in the same second is that of arrival, the last first, and tags do not change it", async () => {
    const { licence, livechat } = arrange();
    for (const id of ["A", "B", "C"]) addChat(licence, id, "2026-06-10T10:00:00Z");
    await livechat.chats.updateTags("A", { tag: ["sales"] });
    expect(idsOf((await livechat.chats.list()).chats)).toBe("C B A");
  });
});

describe("pages", () => {
  function arrangeMany(count: number, recordLimit?: number): Arranged {
    const arranged = arrange(recordLimit === undefined ? {} : { recordLimit });
    const start = Date.UTC(2026, 0, 1);
    for (let number = 0; number < count; number += 1)
      addChat(arranged.licence, `C${number}`, new Date(start + number * 3_600_000).toISOString());
    return arranged;
  }

  test("hold 25 chats, the newest first; beyond the last there is nothing", async () => {
    const { livechat } = arrangeMany(60);
    const first = await livechat.chats.list();
    expect(first).toMatchObject({ total: 60, pages: 3 });
    expect([first.chats[0]?.id, first.chats[24]?.id, first.chats.length]).toEqual(["C59", "C35", 25]);
    const last = await livechat.chats.list({ page: 3 });
    expect(idsOf(last.chats)).toBe("C9 C8 C7 C6 C5 C4 C3 C2 C1 C0");
    expect(await livechat.chats.list({ page: 4 })).toEqual({ chats: [], total: 60, pages: 3 });
    expect(await livechat.chats.list({ page: 1_000_000_000 })).toEqual({ chats: [], total: 60, pages: 3 });
  });

  test("end at the record limit, which the total does not know", async () => {
    const { livechat } = arrangeMany(60, 30);
    const last = await livechat.chats.list({ page: 2 });
    expect(last).toMatchObject({ total: 60, pages: 2 });
    expect(idsOf(last.chats)).toBe("C34 C33 C32 C31 C30");
    expect((await livechat.chats.list({ page: 3 })).chats).toEqual([]);
    // Narrower days reach the others.
    expect((await livechat.chats.list({ date_to: "2026-01-01" })).chats.map(({ id }) => id)).toContain("C0");
  });

  test("are none when nothing fits", async () => {
    const { livechat } = arrange();
    expect(await livechat.chats.list()).toEqual({ chats: [], total: 0, pages: 0 });
  });

  test("give our client every chat once while others arrive, end and are tagged", async () => {
    const { licence, livechat } = arrangeMany(130);
    const before = licence.chats.facts.map(({ id }) => id);
    const seen: string[] = [];
    for await (const { id } of livechat.chats.list()) {
      seen.push(id);
      if (seen.length % 10 === 0) addChat(licence, `NEW${seen.length}`, "2026-06-15T11:00:00Z");
      if (seen.length % 7 === 0) await livechat.chats.updateTags(id, { tag: ["read"] });
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => !id.startsWith("NEW"))).toEqual(before);
  });
});

describe("one chat", () => {
  test.each(["SALE", "MISSED", "PENDING"])("%s comes as the list has it", async (id) => {
    const { livechat } = arrangeKinds();
    const { chats } = await livechat.chats.list({ include_pending: 1 });
    expect(await livechat.chats.get(id)).toEqual(chats.find((chat) => chat.id === id));
  });

  test("that is going on says so", async () => {
    const { livechat } = arrangeKinds();
    expect(await livechat.chats.get("PENDING")).toMatchObject({ pending: true });
    expect(await livechat.chats.get("PENDING")).not.toHaveProperty("ended_timestamp");
  });

  test("that there is not is not found", async () => {
    const { livechat } = arrange();
    const nothing = "404\nThere is no chat NOWHERE";
    expect(await refusal(livechat.chats.get("NOWHERE"))).toBe(nothing);
    expect(await refusal(livechat.chats.sendTranscript("NOWHERE", { to: "mina@example.net" }))).toBe(nothing);
    expect(await refusal(livechat.chats.updateTags("NOWHERE", { tag: [] }))).toBe(nothing);
  });
});

describe("a transcript", () => {
  test("goes to the address, each time anew", async () => {
    const { licence, livechat, at } = arrangeKinds();
    at("2026-06-15T12:34:56Z");
    const answer = await livechat.chats.sendTranscript("PLAIN", { to: "mina@example.net" });
    expect(answer).toEqual({ result: "E-mail has been sent to mina@example.net." });
    await livechat.chats.sendTranscript("PLAIN", { to: "ada@example.com" });
    const sent = Date.UTC(2026, 5, 15, 12, 34, 56) / 1000;
    expect(licence.transcripts).toEqual([
      { chat: "PLAIN", to: "mina@example.net", at: sent },
      { chat: "PLAIN", to: "ada@example.com", at: sent },
    ]);
  });

  test.each(["not an address", undefined])("does not go to %s", async (to) => {
    const { licence, send } = arrangeKinds();
    const { status } = await send("/chats/PLAIN/send_transcript", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ to }),
    });
    expect(status).toBe(400);
    expect(licence.transcripts).toEqual([]);
  });

  test("is not made of a message left after hours", async () => {
    const { licence, livechat } = arrangeKinds();
    expect(await refusal(livechat.chats.sendTranscript("MISSED", { to: "mina@example.net" }))).toBe(
      "400\nchat_id: MISSED is no chat but a message left after hours",
    );
    expect(licence.transcripts).toEqual([]);
  });
});

describe("tags", () => {
  test("are replaced as a whole, and the page with the chat comes back", async () => {
    const { livechat } = arrangeKinds();
    const answer = await livechat.chats.updateTags("GOOD", { tag: ["refund", "no tag of the licence", "refund"] });
    expect(answer).toMatchObject({ total: 1, pages: 1 });
    expect((answer.chats as Chat[]).map(({ id, tags }) => [id, tags])).toEqual([
      ["GOOD", ["refund", "no tag of the licence"]],
    ]);
    expect(await livechat.chats.get("GOOD")).toEqual(answer.chats[0]);
  });

  test("can be taken away altogether, and given to a chat that is going on", async () => {
    const { livechat } = arrangeKinds();
    await livechat.chats.updateTags("GOOD", { tag: [] });
    await livechat.chats.updateTags("PENDING", { tag: ["sales"] });
    expect(await livechat.chats.get("GOOD")).toMatchObject({ tags: [] });
    expect(await livechat.chats.get("PENDING")).toMatchObject({ tags: ["sales"], pending: true });
  });

  test("are announced when they have changed", async () => {
    const { licence, livechat, announced } = arrangeKinds();
    await livechat.chats.updateTags("GOOD", { tag: ["delivery", "sales"] });
    expect(announced).toEqual([]);
    await livechat.chats.updateTags("GOOD", { tag: ["sales"] });
    expect(announced).toEqual([{ event: "chat_changed", chat: licence.chats.get("GOOD") }]);
  });

  test("that are refused change nothing", async () => {
    const { licence, livechat, announced, send } = arrangeKinds();
    const before = stateOf(licence);
    expect(await refusal(livechat.chats.updateTags("MISSED", { tag: ["sales"] }))).toBe(
      "400\nchat_id: MISSED is no chat but a message left after hours",
    );
    for (const body of [{}, { tag: "sales" }, { tag: [""] }, { tag: ["sales"], tags: [] }]) {
      const { status } = await send("/chats/GOOD/tags", {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      expect(status).toBe(400);
    }
    expect(stateOf(licence)).toEqual(before);
    expect(announced).toEqual([]);
  });
});
