// What readers do not like or do wrong, and why that stays. A line under which nothing falls any more fails the run.

export interface Exception {
  /** The name that the reader has in the table. */
  reader: string;
  /** The findings that it covers. */
  finding: RegExp;
  reason: string;
}

const UNENCODED_PATH: Pick<Exception, "finding" | "reason"> = {
  finding: /^DELETE \/tags\/before\/after, path: /,
  reason: "puts path parameters into the address as they are; whoever calls has to encode them.",
};

export const exceptions: Exception[] = [
  {
    reader: "Spectral",
    finding: /^info-contact at info:/,
    reason: "wants a contact; the description is unofficial, so nobody at LiveChat answers for it.",
  },
  { reader: "orval", ...UNENCODED_PATH },
  {
    reader: "orval, fetch",
    finding: /TS1351: An identifier or keyword cannot immediately follow a numeric literal/,
    reason: "writes the answer 5XX, which OpenAPI allows, as if it were a number.",
  },
  {
    reader: "orval, zod",
    finding: /TS2339: Property 'regex' does not exist on type 'ZodNumber'/,
    reason: "takes the first of several types, so what may be a number or a text becomes a number with a pattern.",
  },
  { reader: "swagger-typescript-api", ...UNENCODED_PATH },
  { reader: "openapi-zod-client", ...UNENCODED_PATH },
  {
    reader: "openapi-zod-client",
    finding: /^POST \/goals, body: .*"match_type":"substring"/,
    reason: "sends the default of a field that was left out.",
  },
];
