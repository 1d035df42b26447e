// Arguments laid out for an operation that has both a query and a body, as a description may have them.
import { expect, test } from "vitest";
import { requestInput } from "../../src/client/input.js";
import type { OperationInfo } from "../../src/client/operation.js";

const both: OperationInfo = {
  method: "POST",
  path: "/parcels",
  query: { notify: { flag: true }, "sender.mail": { name: "sender[mail]" }, day: { date: true } },
  body: { flags: ["urgent", "items.*.fragile"] },
};

test("fields that are parameters go into the query, all others into the body", () => {
  const input = { notify: true, sender: { mail: "ada@example.com" }, name: "Books", urgent: true };
  expect(requestInput("parcels.create", both, input)).toEqual({
    query: { notify: 1, "sender[mail]": "ada@example.com" },
    body: { name: "Books", urgent: 1 },
  });
});

test("flags are found in the items of arrays, and only booleans become numbers", () => {
  const items = [{ fragile: true }, { fragile: "very" }, {}, null, "text"];
  const { body } = requestInput("parcels.create", both, { urgent: "yes", items });
  expect(body).toEqual({ urgent: "yes", items: [{ fragile: 1 }, { fragile: "very" }, {}, null, "text"] });
  expect(requestInput("parcels.create", both, { items: { fragile: true } }).body).toEqual({ items: { fragile: true } });
});

test("without any input there is an empty query and an empty body", () => {
  for (const nothing of [undefined, null])
    expect(requestInput("parcels.create", both, nothing)).toEqual({ query: {}, body: {} });
  expect(requestInput("parcels.list", { method: "GET", path: "/parcels" }, undefined)).toEqual({});
});

test("input that is no object is refused", () => {
  for (const input of ["text", 5, true, ["a"], () => {}])
    expect(() => requestInput("parcels.create", both, input)).toThrow(
      "parcels.create: the parameters must be an object",
    );
});

test.each(["2026-01-31x", "x2026-01-31", "2026-13-01", "2026-02-29", 20260131, true, ["2026-01-31"]])(
  "%j is no day",
  (day) => {
    expect(() => requestInput("parcels.create", both, { day })).toThrow('day must be a day such as "2026-01-31"');
  },
);

test("a leap day is a day", () => {
  expect(requestInput("parcels.create", both, { day: "2028-02-29" }).query).toEqual({ day: "2028-02-29" });
});

test("functions, objects and arrays of them are no values of a query", () => {
  for (const notify of [() => {}, { a: 1 }, [[1], { a: 1 }], [() => {}]])
    expect(() => requestInput("parcels.create", both, { notify })).toThrow(
      "notify must be a text, a number or an array",
    );
  expect(requestInput("parcels.create", both, { notify: null }).query).toEqual({});
});
