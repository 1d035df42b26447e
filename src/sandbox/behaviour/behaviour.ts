// What behaviour is: for an operation, the function that turns a checked request into the answer's body. Parameters, bodies
// and answers have the types of the description.
import type { operations } from "../../../generated/types.js";
import type { Licence } from "../licence/licence.js";
import type { AgentRecord } from "../licence/records.js";

export type OperationName = keyof operations;

/** A request that agrees with the description, with the defaults of the description filled in. */
export interface Call<Id extends OperationName> {
  path: operations[Id]["parameters"] extends { path: infer Path } ? Path : Record<string, never>;
  query: NonNullable<operations[Id]["parameters"]["query"]>;
  body: BodyOf<Id>;
  /** Who calls. */
  caller: AgentRecord;
}

type BodyOf<Id extends OperationName> = operations[Id] extends {
  requestBody: { content: { "application/json": infer Body } };
}
  ? Body
  : undefined;

export type Result<Id extends OperationName> = operations[Id]["responses"] extends {
  200: { content: { "application/json": infer Body } };
}
  ? Body
  : never;

/** Throws a Refusal before it changes anything, or goes through with all of it. */
export type Handler<Id extends OperationName> = (call: Call<Id>, licence: Licence) => Result<Id>;

/** The handlers of a resource, by operation. */
export type Behaviour<Resource extends string> = {
  [Id in Extract<OperationName, `${Resource}.${string}`>]: Handler<Id>;
};
