// What a change of the description means, and for whom: on a description made for one question each.
import { beforeAll, describe, expect, test } from "vitest";
import type { Change } from "../../../scripts/diff/changes.js";
import type { Description, OperationObject, Parameter, Schema } from "../../../src/description/document.js";
import { comparison, lineOf } from "../../support/comparison.js";
import { THINGS } from "../../support/description.js";

type Parts = Partial<OperationObject> & { schemas?: Record<string, Schema> };

/** A description with an operation for each of the parts: `things.0`, `things.1`, and so on. */
function describeAll(all: Parts[]): Description {
  const paths = all.map(({ schemas: _, ...parts }, index) => {
    const operation = { operationId: `things.${index}`, summary: "Do", description: "Does.", tags: [], responses: {} };
    return [`/things/${index}`, { post: { ...operation, ...parts } }];
  });
  return {
    ...THINGS,
    paths: Object.fromEntries(paths),
    components: {
      schemas: Object.assign({}, ...all.map(({ schemas }) => schemas ?? {})),
      securitySchemes: { basic: { type: "http", scheme: "basic" } },
    },
  };
}

const json = (schema: Schema) => ({ content: { "application/json": { schema } } });
const sent = (schema: Schema): Parts => ({ requestBody: json(schema) });
const received = (schema: Schema): Parts => ({ responses: { 200: { description: "Done.", ...json(schema) } } });
const query = (parameter: Partial<Parameter>): Parts => ({
  parameters: [{ name: "a", in: "query", schema: text, ...parameter }],
});
const object = (properties: Record<string, Schema>, rest: Schema = {}): Schema => ({
  type: "object",
  properties,
  ...rest,
});
const refer = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

const text: Schema = { type: "string" };
const number: Schema = { type: "integer" };
const closed: Schema = { additionalProperties: false };
const cat = object({ kind: { type: "string", const: "cat" } });
const dog = object({ kind: { type: "string", const: "dog" } });
const growing = (...variants: Schema[]): Parts => ({
  ...received({ oneOf: [...variants, refer("UnknownAnimal")] }),
  schemas: { UnknownAnimal: object({ kind: text }, { "x-client": "omit" }) },
});
const mapped = (kinds: string[]): Parts => ({
  ...received({
    oneOf: [refer("Cat"), refer("Dog")],
    discriminator: {
      propertyName: "kind",
      mapping: Object.fromEntries(kinds.map((kind) => [kind, "#/components/schemas/Cat"])),
    },
  }),
  schemas: { Cat: cat, Dog: dog },
});
const list: Schema = object({ rows: { type: "array", items: object({ id: text }) }, total: number, pages: number });
const rows = { items: "rows", key: "id", parameter: "page", pages: "pages", total: "total", size: 25 };
const long: Schema = { type: "string", description: "A text that says much.", minLength: 1, maxLength: 99 } as Schema;
const form = { "multipart/form-data": { schema: text } };

/** What happens, before, after, and what that is: for the API's users, for the client's, where in the operation, and what. */
const RULES: [string, Parts, Parts, ...string[]][] = [
  ["nothing", sent(text), sent(text)],
  [
    "the order of what has none",
    sent(object({ a: text, b: text }, { required: ["a", "b"], oneOf: [cat, dog] })),
    sent(object({ b: text, a: text }, { required: ["b", "a"], oneOf: [dog, cat] })),
  ],
  [
    "a schema gets a name",
    received(object({ a: number })),
    { ...received(refer("Named")), schemas: { Named: object({ a: number }) } },
    "none breaking | ThingsResult | gone",
    "wording additive | Named | new",
  ],
  [
    "a word",
    sent({ ...text, description: "One." }),
    sent({ ...text, description: "Two." }),
    "wording wording | body | `description` is `Two.`, was `One.`",
  ],
  [
    "a field called description",
    sent(object({})),
    sent(object({ description: text })),
    "additive additive | body.description | new",
  ],
  [
    "an example",
    sent({ ...text, examples: ["a"] }),
    sent({ ...text, examples: ["b"] }),
    "wording wording | body | `examples`: `b` new; `a` gone",
  ],

  [
    "a field comes into a request",
    sent(object({ a: text })),
    sent(object({ a: text, b: text })),
    "additive additive | body.b | new",
  ],
  [
    "a field comes into an answer",
    received(object({})),
    received(object({ a: text })),
    "additive additive | answer.a | new",
  ],
  // It may be sent as ever, but the type does not have it.
  [
    "a field leaves an open request",
    sent(object({ a: text, b: number })),
    sent(object({ a: text })),
    "additive breaking | body.b | gone",
  ],
  [
    "a field leaves a closed request",
    sent(object({ a: text, b: number }, closed)),
    sent(object({ a: text }, closed)),
    "breaking breaking | body.b | gone",
  ],
  [
    "a field leaves an answer",
    received(object({ a: text, b: number })),
    received(object({ a: text })),
    "breaking breaking | answer.b | gone",
  ],
  [
    "a field has another name",
    received(object({ a: number, tag: long })),
    received(object({ a: number, tags: long })),
    "breaking breaking | answer.tags | was called `tag`",
  ],
  [
    "a field is now required in a request",
    sent(object({ a: text })),
    sent(object({ a: text }, { required: ["a"] })),
    "breaking breaking | body | `a` now required",
  ],
  [
    "a field is now always in an answer",
    received(object({ a: text })),
    received(object({ a: text }, { required: ["a"] })),
    "additive additive | answer | `a` now required",
  ],
  [
    "a field is not always in an answer",
    received(object({ a: text }, { required: ["a"] })),
    received(object({ a: text })),
    "breaking breaking | answer | `a` now optional",
  ],
  [
    "a field has another type",
    sent(object({ a: text })),
    sent(object({ a: number })),
    "breaking breaking | body.a | `type` is `integer`, was `string`",
  ],
  [
    "a request is closed",
    sent(object({})),
    sent(object({}, closed)),
    "breaking breaking | body | `additionalProperties` is `false`",
  ],
  // The type no longer has a string for any name.
  [
    "an answer has no other fields",
    received(object({}, { additionalProperties: text })),
    received(object({}, closed)),
    "additive breaking | answer | `additionalProperties` changed",
  ],

  [
    "an answer may be null",
    received(text),
    received({ type: ["string", "null"] }),
    'breaking breaking | answer | `type` is `["string","null"]`, was `string`',
  ],
  [
    "a request may be null",
    sent(text),
    sent({ type: ["string", "null"] }),
    'additive additive | body | `type` is `["string","null"]`, was `string`',
  ],
  [
    "a request is held to a format",
    sent(text),
    sent({ ...text, format: "email" }),
    "breaking breaking | body | `format` is `email`",
  ],
  [
    "a request may be shorter",
    sent(long),
    sent({ ...long, minLength: 0 } as Schema),
    "additive additive | body | `minLength` is `0`, was `1`",
  ],
  [
    "what is left out means something else",
    sent({ ...number, default: 1 }),
    sent({ ...number, default: 2 }),
    "breaking breaking | body | `default` is `2`, was `1`",
  ],
  [
    "fields depend on each other",
    sent(object({ a: text })),
    sent(object({ a: text }, { dependentRequired: { a: ["b"] } } as Schema)),
    "breaking breaking | body | `dependentRequired` is new",
  ],

  [
    "a field depends on another",
    sent(object({ a: text }, { dependentRequired: { a: ["b"] } } as Schema)),
    sent(object({ a: text }, { dependentRequired: { a: ["b"], c: ["d"] } } as Schema)),
    "breaking breaking | body dependentRequired c | new",
  ],
  [
    "names of a pattern go",
    received(object({}, { patternProperties: { "^a": text } })),
    received(object({})),
    "breaking breaking | answer | no `patternProperties` any more",
  ],
  [
    "fewer values are left for what is unknown",
    received({ ...text, not: { enum: ["a"] } } as Schema),
    received({ ...text, not: { enum: ["a", "b"] } } as Schema),
    "additive additive | answer not | `enum`: `b` new",
  ],
  [
    "more values are left for what is unknown",
    received({ ...text, not: { enum: ["a", "b"] } } as Schema),
    received({ ...text, not: { enum: ["a"] } } as Schema),
    "breaking breaking | answer not | `enum`: `b` gone",
  ],
  [
    "fewer values may be sent",
    sent({ ...text, not: { enum: ["a"] } } as Schema),
    sent({ ...text, not: { enum: ["a", "b"] } } as Schema),
    "breaking breaking | body not | `enum`: `b` new",
  ],
  [
    "a value comes into an answer",
    received({ enum: [1] }),
    received({ enum: [1, 2] }),
    "breaking breaking | answer | `enum`: `2` new",
  ],
  [
    "a value comes into a request",
    sent({ enum: [1] }),
    sent({ enum: [1, 2] }),
    "additive additive | body | `enum`: `2` new",
  ],
  [
    "a value leaves a request",
    sent({ enum: [1, 2] }),
    sent({ enum: [2] }),
    "breaking breaking | body | `enum`: `1` gone",
  ],
  // What compares with it does not compile.
  [
    "a value leaves an answer",
    received({ enum: [1, 2] }),
    received({ enum: [2] }),
    "additive breaking | answer | `enum`: `1` gone",
  ],
  [
    "a value comes into a set that may grow",
    received({ ...text, "x-extensible-enum": ["a"] }),
    received({ ...text, "x-extensible-enum": ["a", "b"] }),
    "additive additive | answer | `x-extensible-enum`: `b` new",
  ],
  [
    "a constant is also the only value",
    sent({ const: 1 }),
    sent({ const: 1, enum: [1] }),
    "wording wording | body | `enum` is `[1]`",
  ],
  [
    "the only value becomes a constant",
    received({ enum: [1] }),
    received({ const: 1 }),
    "wording wording | answer | no `enum` any more",
    "wording wording | answer | `const` is `1`",
  ],
  [
    "a constant is another",
    received({ const: 1 }),
    received({ const: 2 }),
    "breaking breaking | answer | `const` is `2`, was `1`",
  ],

  [
    "a variant comes into a closed union",
    received({ oneOf: [cat] }),
    received({ oneOf: [cat, dog] }),
    "breaking breaking | answer variant 1 | new",
  ],
  // What handles every variant of the client's type, and checks that there is no other, does not compile.
  [
    "a variant comes into a union that may grow",
    growing(cat),
    growing(cat, dog),
    "additive breaking | answer variant 1 | new",
  ],
  [
    "a variant leaves a union",
    received({ oneOf: [cat, dog] }),
    received({ oneOf: [dog] }),
    "additive breaking | answer variant 0 | gone",
  ],
  [
    "a value of a discriminator goes",
    mapped(["cat", "kitten"]),
    mapped(["cat"]),
    "breaking none | answer discriminator mapping kitten | gone",
  ],
  [
    "a value of a discriminator comes",
    mapped(["cat"]),
    mapped(["cat", "kitten"]),
    "additive none | answer discriminator mapping kitten | new",
  ],

  ["a parameter comes", {}, query({}), "additive additive | parameter a | new"],
  ["a required parameter comes", {}, query({ required: true }), "breaking breaking | parameter a | new and required"],
  [
    "a parameter becomes required",
    query({}),
    query({ required: true }),
    "breaking breaking | parameter a | `required` is `true`",
  ],
  ["a parameter goes", query({}), {}, "breaking breaking | parameter a | gone", "none breaking | ThingsParams | gone"],
  ["a parameter has another name", query({}), query({ name: "b" }), "breaking breaking | parameter b | was called `a`"],
  [
    "a parameter has the same name at the call site",
    query({}),
    query({ name: "a[]" }),
    "breaking wording | parameter a[] | was called `a`",
  ],
  [
    "a parameter is written otherwise",
    query({}),
    query({ explode: false } as Partial<Parameter>),
    "breaking breaking | parameter a | `explode` is `false`",
  ],
  [
    "a parameter is deprecated",
    query({}),
    query({ deprecated: true }),
    "additive additive | parameter a | `deprecated` is `true`",
  ],
  [
    "a parameter leaves the client",
    query({}),
    query({ "x-client": "omit" }),
    "wording breaking | parameter a | `x-client` is `omit`",
    "none breaking | ThingsParams | gone",
  ],
  [
    "a parameter comes into the client",
    query({ "x-client": "omit" }),
    query({}),
    "wording additive | parameter a | no `x-client` any more",
  ],
  [
    "a parameter that the client hides",
    query({ "x-client": "omit" }),
    query({ "x-client": "omit", schema: number }),
    "breaking none | parameter a | `type` is `integer`, was `string`",
  ],
  [
    "a header, which the client sends itself",
    query({ in: "header" }),
    query({ in: "header", required: true }),
    "breaking none | parameter a | `required` is `true`",
  ],

  ["a body comes", {}, sent(text), "additive additive | body | new"],
  [
    "a required body comes",
    {},
    { requestBody: { required: true, ...json(text) } },
    "breaking breaking | body | new and required",
  ],
  ["a body goes", sent(text), {}, "breaking breaking | body | gone", "none breaking | ThingsBody | gone"],
  [
    "another way of writing the body goes",
    { requestBody: { content: { ...json(text).content, ...form } } },
    sent(text),
    "breaking none | body, as multipart/form-data | gone",
  ],
  ["an answer goes", received(text), {}, "breaking breaking | answer | gone", "none breaking | ThingsResult | gone"],
  ["an error comes", {}, { responses: { 418: { description: "A teapot." } } }, "additive none | answer 418 | new"],
  [
    "pages come",
    received(list),
    { ...received(list), "x-pagination": rows },
    "wording additive | `x-pagination` is new",
  ],
  [
    "pages go",
    { ...received(list), "x-pagination": rows },
    received(list),
    "wording breaking | no `x-pagination` any more",
  ],
  [
    "pages are told by another field",
    { ...received(list), "x-pagination": rows },
    { ...received(list), "x-pagination": { ...rows, key: "number" } },
    "wording breaking | x-pagination | `key` is `number`, was `id`",
  ],
  [
    "something newer replaces it",
    {},
    { "x-successor": { api: "Other API", methods: ["do"] } },
    "wording wording | `x-successor` is new",
  ],

  ["credentials are demanded", { security: [] }, { security: [{ basic: [] }] }, "breaking breaking | security 0 | new"],
  ["credentials are demanded by default", { security: [] }, {}, "breaking breaking | no `security` any more"],
  ["no credentials are demanded", {}, { security: [] }, "additive additive | `security` is `[]`"],
  [
    "another way of logging in",
    { security: [{ basic: [] }] },
    { security: [{ basic: [] }, { token: [] }] },
    "additive additive | security 1 | new",
  ],
  [
    "a scope is demanded",
    { security: [{ token: ["a"] }] },
    { security: [{ token: ["a", "b"] }] },
    "breaking breaking | security 0 | `token`: `b` new",
  ],
  [
    "a scope is enough",
    { security: [{ token: ["a", "b"] }] },
    { security: [{ token: ["a"] }] },
    "additive additive | security 0 | `token`: `b` gone",
  ],
];

const compare = comparison();
let found: Change[];

beforeAll(async () => {
  found = await compare(describeAll(RULES.map(([, before]) => before)), describeAll(RULES.map(([, , after]) => after)));
});

test.each(RULES.map((rule, index) => [rule[0], index, rule.slice(3)] as const))("%s", (_, index, expected) => {
  const own = found.filter(({ operations }) => operations.includes(`things.${index}`));
  expect(own.map((change) => inOperation(change, index))).toEqual(expected);
});

/** Without the operation, which goes without saying. */
function inOperation(change: Change, index: number): string {
  return lineOf(change)
    .replace(RegExp(`things\\.${index}(, | \\| )`), "")
    .replace(`Things${index}`, "Things");
}

describe("the whole description", () => {
  /** What `change` does to a description of the parts, which it gets as a copy. */
  async function lines(parts: Parts[], change: (copy: Description) => void): Promise<string[]> {
    const before = describeAll(parts);
    const after = structuredClone(before);
    change(after);
    return (await compare(before, after)).map(lineOf);
  }

  const get = (path: string, copy: Description) => copy.paths[path]?.post as OperationObject;

  const animals: Parts = {
    ...received({ oneOf: [refer("Cat"), refer("Dog")] }),
    schemas: {
      Cat: object({ kind: { const: "cat" }, purrs: number }),
      Dog: object({ kind: { const: "dog" }, barks: number }),
    },
  };

  test("a type has another name, wherever it is referred to", async () => {
    const renamed = await lines([animals], (copy) => {
      const { Cat, Dog } = copy.components.schemas as { Cat: Schema; Dog: Schema };
      copy.components.schemas = { Kitten: Cat, Dog };
      get("/things/0", copy).responses = {
        200: { description: "Done.", ...json({ oneOf: [refer("Kitten"), refer("Dog")] }) },
      };
    });
    expect(renamed).toEqual(["wording breaking | Cat | gone", "wording additive | Kitten | new"]);
  });

  test("a reference leads elsewhere", async () => {
    const moved = await lines([animals, received(refer("Cat"))], (copy) => {
      get("/things/1", copy).responses = { 200: { description: "Done.", ...json(refer("Dog")) } };
    });
    expect(moved).toEqual(["breaking breaking | things.1, answer | `Dog` in the place of `Cat`"]);
  });

  test("a reference leads to what takes more; a type is used no more", async () => {
    const schemas = { Text: text, Value: { type: ["string", "integer"] } };
    const moved = await lines([{ ...sent(object({ a: refer("Text") })), schemas }, sent(refer("Value"))], (copy) => {
      get("/things/0", copy).requestBody = json(object({ a: refer("Value") }));
    });
    expect(moved).toEqual([
      "none breaking | Text | gone",
      "additive additive | things.0, body.a | `Value` in the place of `Text`",
    ]);
  });

  test("a method has another name, and its types with it", async () => {
    const renamed = await lines([query({})], (copy) => {
      get("/things/0", copy).operationId = "things.other";
    });
    expect(renamed).toEqual([
      "wording breaking | things.other | was called `things.0`",
      "none breaking | Things0Params | gone",
    ]);
  });

  test("operations come and go", async () => {
    const found = await lines([{}, {}], ({ paths }) => {
      paths["/others"] = { post: { ...get("/things/0", describeAll([received(text)])), operationId: "others.do" } };
      delete paths["/things/1"];
    });
    expect(found).toEqual(["breaking breaking | things.1 | gone", "additive additive | others.do | new"]);
  });

  test("an operation moves to another path: its method stays", async () => {
    const found = await lines([{}], ({ paths }) => {
      paths["/others"] = paths["/things/0"] as object;
      delete paths["/things/0"];
    });
    expect(found).toEqual(["breaking none | things.0 | gone", "additive none | things.0 | new"]);
  });

  test("a variable of a path has another name: nobody sees it but in the reference", async () => {
    const item = (name: string) => ({
      ...describeAll([{}]).paths["/things/0"],
      parameters: [{ name, in: "path" as const, required: true, schema: text }],
    });
    const found = await compare(
      { ...describeAll([]), paths: { "/things/{name}": item("name") } },
      { ...describeAll([]), paths: { "/things/{title}": item("title") } },
    );
    expect(found.map(lineOf)).toEqual([
      "wording none | /things/{title} | was called `/things/{name}`",
      "wording wording | /things/{title}, parameter title | was called `name`",
    ]);
  });

  test("an example that several operations show", async () => {
    const parts = { ...received(text), schemas: {} };
    const examples = (value: string) => ({ shown: { summary: "Shown", value } });
    const before = describeAll([parts]);
    const after = structuredClone(before);
    before.components["examples"] = examples("a");
    after.components["examples"] = examples("b");
    expect((await compare(before, after)).map(lineOf)).toEqual([
      "wording wording | example shown | `b` in the place of `a`",
    ]);
  });

  test("webhooks, servers and security", async () => {
    const oauth = (scopes: Record<string, string>, tokenUrl: string) => ({
      type: "oauth2",
      flows: { authorizationCode: { authorizationUrl: "https://example.com", tokenUrl, scopes } },
    });
    const before = describeAll([{}]);
    const schemes = (scheme: object) => ({
      ...before.components,
      securitySchemes: { basic: { type: "http", scheme: "basic" }, oauth: scheme },
    });
    const found = await compare(
      {
        ...before,
        webhooks: { made: { post: { ...get("/things/0", before), operationId: "events.made" } } },
        components: schemes(oauth({ a: "A", b: "B" }, "https://example.com/token")),
      },
      {
        ...before,
        servers: [{ url: "https://api.example.org" }],
        security: [{ oauth: [] }],
        components: schemes(oauth({ a: "Ah", c: "C" }, "https://example.com/other")),
      },
    );
    const oauth2 = "security scheme oauth, flows, authorizationCode";
    expect(found.map(lineOf)).toEqual([
      "breaking breaking | servers 0 | `url` is `https://api.example.org`, was `https://api.example.com`",
      "breaking breaking | security 0 | no `basic` any more",
      "breaking breaking | security 0 | `oauth` is `[]`",
      `breaking breaking | ${oauth2} | \`tokenUrl\` is \`https://example.com/other\`, was \`https://example.com/token\``,
      `breaking breaking | ${oauth2}, scopes b | gone`,
      "breaking breaking | events.made | gone",
      `additive additive | ${oauth2}, scopes c | new`,
      `wording wording | ${oauth2}, scopes a | \`Ah\` in the place of \`A\``,
    ]);
  });
});
