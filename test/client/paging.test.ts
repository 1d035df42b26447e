// Lists that come in pages, against a server whose records arrive, vanish and move while they are read.
import { createClient, type LiveChat } from "livechat-openapi";
import { describe, expect, test } from "vitest";
import { startFaulty } from "../support/faulty.js";

const SIZE = 25;

/** A list in pages, as the API answers it. `between` happens after each answer. */
async function startList(count: number, between: (list: List, answered: number) => void = () => {}): Promise<List> {
  const list: List = {
    records: Array.from({ length: count }, (_, index) => `R${index}`),
    pages: [],
    url: "",
    livechat: undefined as never,
  };
  const { url } = await startFaulty(async (request) => {
    const target = new URL(request.url);
    const page = Number(target.searchParams.get("page") ?? 1);
    list.pages.push(page);
    const items = list.records.slice((page - 1) * SIZE, page * SIZE).map((id) => ({ id, type: "chat" }));
    const answer = {
      total: list.records.length,
      pages: Math.ceil(list.records.length / SIZE),
      chats: items,
      tickets: items,
    };
    between(list, list.pages.length);
    return Response.json(answer);
  });
  list.livechat = createClient({
    auth: { accessToken: "made-up-token" },
    baseUrl: url,
    retry: { maxRetries: 2, baseDelayMs: 1 },
  });
  return list;
}

interface List {
  /** The identifiers, in order. */
  records: string[];
  /** The numbers of the pages that were asked for. */
  pages: number[];
  url: string;
  livechat: LiveChat;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const ids = (items: { id?: string }[]): (string | undefined)[] => items.map(({ id }) => id);

describe("a list of chats", () => {
  test("awaited is one page", async () => {
    const { livechat, pages } = await startList(60);
    const page = await livechat.chats.list({ page: 2 });
    expect(page).toMatchObject({ total: 60, pages: 3 });
    expect(page.chats).toHaveLength(25);
    expect(pages).toEqual([2]);
  });

  test("iterated gives every item of every page, in order, each page asked for once", async () => {
    const list = await startList(60);
    expect(ids(await collect(list.livechat.chats.list()))).toEqual(list.records);
    expect(list.pages).toEqual([1, 2, 3]);
  });

  test("begins at the page that was asked for, and keeps the filters", async () => {
    const list = await startList(60);
    expect(ids(await collect(list.livechat.chats.list({ page: 3, query: "parcel" })))).toEqual(list.records.slice(50));
    expect(list.pages).toEqual([3]);
  });

  test("by page gives the pages", async () => {
    const { livechat } = await startList(60);
    const pages = await collect(livechat.chats.list().byPage());
    expect(pages.map(({ chats }) => chats.length)).toEqual([25, 25, 10]);
  });

  test("to an array takes a limit, and asks for no more than it needs", async () => {
    const list = await startList(200);
    expect(ids(await list.livechat.chats.list().toArray({ limit: 30 }))).toEqual(list.records.slice(0, 30));
    expect(Math.max(...list.pages)).toBeLessThanOrEqual(3);
    await expect(list.livechat.chats.list().toArray({} as never)).rejects.toThrow("toArray needs a limit");
  });

  test("of nothing gives nothing", async () => {
    const list = await startList(0);
    expect(await collect(list.livechat.chats.list())).toEqual([]);
    expect(list.pages).toEqual([1]);
  });

  test("with concurrency keeps the order, and so many pages are under way at once", async () => {
    let open = 0;
    let most = 0;
    const release: (() => void)[] = [];
    const { url } = await startFaulty(async (request) => {
      const page = Number(new URL(request.url).searchParams.get("page") ?? 1);
      most = Math.max(most, ++open);
      if (page > 1 && page < 9) {
        const held = new Promise<void>((resolve) => release.push(resolve));
        // Answers go out in the wrong order, as soon as four wait.
        if (release.length === 4 || page > 5) for (const go of release.splice(0).reverse()) go();
        await held;
      }
      open--;
      return Response.json({
        total: 250,
        pages: 10,
        chats: Array.from({ length: SIZE }, (_, index) => ({ id: `${page}-${index}`, type: "chat" })),
      });
    });
    const livechat = createClient({ auth: { accessToken: "made-up-token" }, baseUrl: url });
    const items = await collect(livechat.chats.list({}, { concurrency: 4 }));
    expect(ids(items)).toEqual(
      Array.from({ length: 250 }, (_, index) => `${Math.floor(index / SIZE) + 1}-${index % SIZE}`),
    );
    expect(most).toBe(4);
  });
});

describe("a page", () => {
  const reading = async (answers: object[]): Promise<LiveChat> => {
    const { url } = await startFaulty(async (request) =>
      Response.json(answers[Number(new URL(request.url).searchParams.get("page") ?? 1) - 1]),
    );
    return createClient({ auth: { accessToken: "made-up-token" }, baseUrl: url });
  };

  test("without the list ends the iteration", async () => {
    const livechat = await reading([
      { total: 75, pages: 3, chats: [{ id: "R1" }] },
      { total: 75, pages: 3 },
    ]);
    expect(ids(await collect(livechat.chats.list()))).toEqual(["R1"]);
  });

  test("gives items without an identifier as often as they come", async () => {
    const chats = [{ type: "chat" }, { id: "R1" }, { type: "chat" }, { id: "R1" }];
    const livechat = await reading([{ total: 4, pages: 1, chats }]);
    expect(ids(await collect(livechat.chats.list()))).toEqual([undefined, "R1", undefined]);
  });

  test("needs a limit that is a whole number; one of 0 asks for no items", async () => {
    const list = await startList(60);
    for (const limit of [-1, 1.5, Number.NaN, "5"])
      await expect(list.livechat.chats.list().toArray({ limit: limit as number })).rejects.toMatchObject({
        code: "argument",
        operation: "chats.list",
      });
    expect(await list.livechat.chats.list().toArray({ limit: 0 })).toEqual([]);
    expect(await list.livechat.chats.list().toArray({ limit: 25 })).toHaveLength(25);
    expect(Math.max(...list.pages)).toBeLessThanOrEqual(2);
  });
});

test("the caller's signal, aborted before, ends an iteration that has its first page", async () => {
  const list = await startList(60);
  const controller = new AbortController();
  const promise = list.livechat.chats.list({}, { signal: controller.signal });
  await promise;
  controller.abort("enough");
  await expect(collect(promise)).rejects.toMatchObject({ code: "aborted", cause: "enough" });
  expect(list.pages).toEqual([1]);
});

describe("while records", () => {
  test.each([1, 4])("arrive, none comes twice and none is lost (concurrency %i)", async (concurrency) => {
    let arrived = 0;
    const list = await startList(
      200,
      ({ records }) => void records.unshift(`new${arrived++}`, `new${arrived++}`, `new${arrived++}`),
    );
    const before = [...list.records];
    const items = ids(await collect(list.livechat.chats.list({}, { concurrency })));
    expect(new Set(items).size).toBe(items.length);
    expect(items).toEqual(expect.arrayContaining(before));
  });

  test.each([1, 4])("vanish, none of those that stay is lost or comes twice (concurrency %i)", async (concurrency) => {
    const gone = new Set<string>();
    const list = await startList(300, ({ records }, answered) => {
      if (answered % 2 === 1 && records.length > 100) for (const id of records.splice(3, 2)) gone.add(id);
    });
    const before = [...list.records];
    const items = ids(await collect(list.livechat.chats.list({}, { concurrency })));
    expect(gone.size).toBeGreaterThan(4);
    expect(new Set(items).size).toBe(items.length);
    expect(items).toEqual(expect.arrayContaining(before.filter((id) => !gone.has(id))));
  });

  test("vanish so that the last page does, what moved forward still comes", async () => {
    const list = await startList(26, ({ records }, answered) => {
      if (answered === 1) records.shift();
    });
    expect(ids(await collect(list.livechat.chats.list()))).toContain("R25");
  });

  test.each([1, 3])(
    "of a list of tickets move to the front, none is lost and none comes twice (concurrency %i)",
    async (concurrency) => {
      const list = await startList(150, ({ records }, answered) => {
        if (answered < 8) records.unshift(...records.splice(records.length - 1 - answered, 1));
      });
      const before = [...list.records];
      const items = ids(await collect(list.livechat.tickets.list({}, { concurrency })));
      expect([...items].sort()).toEqual([...before].sort());
    },
  );

  test("of a list of chats stay as they are, nothing is read twice; of tickets, one page is", async () => {
    const [chats, tickets] = [await startList(60), await startList(60)];
    await collect(chats.livechat.chats.list());
    await collect(tickets.livechat.tickets.list());
    expect(chats.pages).toEqual([1, 2, 3]);
    expect(tickets.pages).toEqual([1, 2, 3, 1]);
  });
});

describe("ending early", () => {
  test("breaking out of the loop cancels what is under way", async () => {
    const { url, faults } = await startFaulty(async () =>
      Response.json({ total: 100, pages: 4, chats: [{ id: "R1", type: "chat" }] }),
    );
    faults.always({ stall: "beforeHeaders" }, { when: (request) => !request.url.endsWith("/chats") });
    const livechat = createClient({ auth: { accessToken: "made-up-token" }, baseUrl: url });
    for await (const chat of livechat.chats.list({}, { concurrency: 3 })) {
      expect(chat.id).toBe("R1");
      await faults.until((seen) => seen.waiting === 3);
      break;
    }
    await faults.until((seen) => seen.hungUp === 3);
  });

  test("the caller's signal ends the iteration", async () => {
    const { livechat } = await startList(100);
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const _ of livechat.chats.list({}, { signal: controller.signal })) controller.abort();
    };
    await expect(read()).rejects.toMatchObject({ code: "aborted", operation: "chats.list" });
  });

  test("a page that fails ends the iteration with its error, after the items before it", async () => {
    const { url, faults } = await startFaulty(async (request) => {
      const page = Number(new URL(request.url).searchParams.get("page") ?? 1);
      return Response.json({ total: 75, pages: 3, chats: [{ id: `R${page}`, type: "chat" }] });
    });
    faults.always({ status: 403 }, { when: (request) => request.url.includes("page=3") });
    const livechat = createClient({ auth: { accessToken: "made-up-token" }, baseUrl: url });
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      for await (const chat of livechat.chats.list({}, { concurrency: 4 })) seen.push(chat.id as string);
    };
    await expect(read()).rejects.toMatchObject({ code: "api", status: 403 });
    expect(seen).toEqual(["R1", "R2"]);
  });

  test("a failure is heard of in one place only", async () => {
    const unhandled: unknown[] = [];
    const listener = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", listener);
    const { url, faults } = await startFaulty();
    faults.always({ status: 403 });
    const livechat = createClient({ auth: { accessToken: "made-up-token" }, baseUrl: url });
    await expect(collect(livechat.chats.list())).rejects.toMatchObject({ status: 403 });
    await expect(livechat.chats.list().toArray({ limit: 5 })).rejects.toMatchObject({ status: 403 });
    await new Promise((resolve) => setImmediate(resolve));
    process.off("unhandledRejection", listener);
    expect(unhandled).toEqual([]);
  });
});
