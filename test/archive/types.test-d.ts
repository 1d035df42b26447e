// What the compiler says about exports: filters and records have the types of the description.
import type { Chat, LiveChat, MissedChat, Ticket } from "livechat-openapi";
import { exportChats, exportTickets, type Progress } from "livechat-openapi/archive";
import { expectTypeOf, test } from "vitest";

declare const livechat: LiveChat;

test("filters are those of the list, but for what an export sets itself", () => {
  exportChats(livechat, { filters: { tag: ["sales"], has_goal: true, rate: "rated_good" } });
  exportTickets(livechat, { filters: { requester: { mail: "mina@example.net" }, assigned: 1 } });
  // @ts-expect-error no such filter
  exportChats(livechat, { filters: { tags: ["sales"] } });
  // @ts-expect-error the export sets the days
  exportChats(livechat, { filters: { date_from: "2026-01-01" } });
  // @ts-expect-error the export sets the order
  exportTickets(livechat, { filters: { order: "asc" } });
  // @ts-expect-error a filter of chats
  exportTickets(livechat, { filters: { rate: "rated_good" } });
});

test("records are chats and messages left after hours, or tickets", () => {
  expectTypeOf(exportChats(livechat)).toExtend<AsyncIterable<Chat | MissedChat>>();
  expectTypeOf(exportTickets(livechat)).toExtend<AsyncIterable<Ticket>>();
  exportTickets(livechat, { onProgress: (progress) => expectTypeOf(progress).toEqualTypeOf<Progress>() });
});
