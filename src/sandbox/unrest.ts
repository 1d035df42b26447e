// Records that come, go and move while somebody pages through a list. Which ones these are is read off the list itself, as
// the request asks for it, so that they are among what it filters for.
import type { operations } from "../../generated/types.js";
import type { PageInfo } from "../client/operation.js";
import type { OperationName } from "./behaviour/behaviour.js";
import { newId } from "./data.js";
import type { Stir } from "./faults.js";
import type { Archive } from "./licence/archive.js";
import type { Licence } from "./licence/licence.js";

/** Without it, the newest records come first. */
const ORDER: keyof NonNullable<operations["tickets.list"]["parameters"]["query"]> = "order";

/** What can happen to records, by their identifiers. */
interface Changes {
  /** A new record comes that is like this one. */
  twin(id: string): unknown;
  remove(id: string): unknown;
  /** It changes, now. */
  touch?(id: string): unknown;
}

/** `answer` answers the requests by which a list is read. */
export function createStir(answer: (request: Request) => Promise<Response>, licence: () => Licence): Stir {
  return async (list, { arriving, vanishing, moving }, request) => {
    const info = list.source["x-pagination"];
    const changes = changesOf(licence())[list.id];
    if (!info || !changes) return;
    const read = (number: number): Promise<Page> => readPage(answer, request, info, number);
    const newest = await firstOf(read, Math.max(vanishing, 1));
    const oldest = await lastOf(read, moving);
    const [model] = newest;
    const vanished = newest.slice(0, vanishing);
    if (model !== undefined) for (let count = 0; count < arriving; count += 1) changes.twin(model);
    for (const id of vanished) changes.remove(id);
    for (const id of oldest) if (!vanished.includes(id)) changes.touch?.(id);
  };
}

function changesOf({ chats, tickets, ids, now }: Licence): Record<string, Changes> {
  return {
    "chats.list": { twin: (id) => addTwin(chats, id, newId(chats, ids.chat)), remove: chats.remove },
    "tickets.list": {
      twin: (id) => addTwin(tickets, id, newId(tickets, ids.ticket)),
      remove: tickets.remove,
      touch: (id) => {
        const modified = Math.max(now(), tickets.facts[0]?.modified ?? 0);
        tickets.update(id, { modified, activity: [...(tickets.get(id)?.activity ?? []), modified] });
      },
    },
  } satisfies Partial<Record<OperationName, Changes>>;
}

function addTwin<Facts extends { readonly id: string }, Item extends { id: string }>(
  archive: Archive<Facts, Item>,
  id: string,
  twin: string,
): void {
  const facts = archive.get(id);
  if (facts) archive.add({ ...facts, id: twin }, { ...archive.item(facts), id: twin });
}

interface Page {
  ids: string[];
  pages: number;
}

/** A page of what the request asks for; none where it is refused. */
async function readPage(
  answer: (request: Request) => Promise<Response>,
  { url, headers }: Request,
  info: PageInfo,
  number: number,
): Promise<Page> {
  const target = new URL(url);
  target.searchParams.delete(ORDER);
  target.searchParams.set(info.parameter, String(number));
  const response = await answer(new Request(target, { headers }));
  if (!response.ok) return { ids: [], pages: 0 };
  const body = (await response.json()) as Record<string, unknown>;
  const items = body[info.items] as Record<string, string>[];
  return { ids: items.map((item) => item[info.key] as string), pages: body[info.pages] as number };
}

async function firstOf(read: (number: number) => Promise<Page>, count: number): Promise<string[]> {
  const found: string[] = [];
  for (let number = 1, pages = 1; number <= pages && found.length < count; number += 1) {
    const page = await read(number);
    found.push(...page.ids);
    pages = page.pages;
  }
  return found.slice(0, count);
}

/** The last one first. */
async function lastOf(read: (number: number) => Promise<Page>, count: number): Promise<string[]> {
  const found: string[] = [];
  if (count === 0) return found;
  for (let { pages: number } = await read(1); number >= 1 && found.length < count; number -= 1)
    found.push(...(await read(number)).ids.reverse());
  return found.slice(0, count);
}
