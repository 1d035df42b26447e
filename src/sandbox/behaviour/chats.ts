// The archive of chats, and of messages left after hours.
import type { Licence } from "../licence/licence.js";
import type { ChatFacts } from "../licence/records.js";
import { selectChats } from "../licence/selection.js";
import type { Behaviour } from "./behaviour.js";
import { found, refuseFor } from "./demands.js";
import { pageOf } from "./page.js";

export const chats: Behaviour<"chats"> = {
  "chats.list": ({ query: { page, ...filters } }, licence) => {
    const { items, total, pages } = pageOf(selectChats(filters, licence), page, licence.recordLimit);
    return { chats: items.map((facts) => licence.chats.item(facts)), total, pages };
  },

  "chats.get": ({ path }, licence) => licence.chats.item(chatOf(path.chat_id, licence)),

  "chats.sendTranscript": ({ path, body: { to } }, licence) => {
    const { id } = chatProperOf(path.chat_id, licence);
    licence.transcripts.push({ chat: id, to, at: licence.now() });
    return { result: `E-mail has been sent to ${to}.` };
  },

  // Names that are no tags of the licence are taken as well: no source says otherwise, and a deleted tag stays on chats.
  "chats.updateTags": ({ path, body: { tag } }, licence) => {
    const before = chatProperOf(path.chat_id, licence);
    const chat = licence.chats.update(before.id, { tags: [...new Set(tag)] });
    if (!isSameSet(chat.tags, before.tags)) licence.announce({ event: "chat_changed", chat });
    return { chats: [licence.chats.item(chat)], total: 1, pages: 1 };
  },
};

function chatOf(id: string, licence: Licence): ChatFacts {
  return found(licence.chats.get(id), `chat ${id}`);
}

/** Messages left after hours have neither tags nor a transcript. */
function chatProperOf(id: string, licence: Licence): ChatFacts {
  const chat = chatOf(id, licence);
  refuseFor(...(chat.missed ? [`chat_id: ${id} is no chat but a message left after hours`] : []));
  return chat;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name) => other.includes(name));
}
