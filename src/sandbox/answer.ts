// From a request to its answer: routed, authenticated, read, and then answered by the behaviour of the operation, or by its
// example where none has been written. Knows no operation.
import { type Description, type Operation, operationsOf } from "../description/document.js";
import { createValidator } from "../description/validator.js";
import type { Caller } from "./auth.js";
import { createReader, type Reader, type ReadRequest, UnreadableRequest } from "./read.js";
import { badRequest, notFound, Refusal, refusalAnswer, sandboxFailure, unauthorized } from "./refusals.js";
import { createRouter } from "./router.js";

/** Says that the answer is made up, and which example it is. */
const EXAMPLE_HEADER = "X-Sandbox-Example";

export interface AnswerParts {
  description: Description;
  /** Who sends the request; nobody when its credentials open nothing. */
  identify(request: Request): Caller | undefined;
  /** The answer's body, or a Refusal thrown; undefined where the operation has no behaviour. */
  behave(operation: string, request: ReadRequest, caller: Caller | undefined): { body: unknown } | undefined;
  /** Whether answers are held against the description. */
  checkAnswers: boolean;
}

/** Never rejects. */
export function createAnswer({
  description,
  identify,
  behave,
  checkAnswers,
}: AnswerParts): (request: Request) => Promise<Response> {
  const router = createRouter(operationsOf(description));
  const validate = createValidator(description);
  const read: Reader = createReader(description, validate);

  const check = (operation: Operation, body: unknown): void => {
    const findings = validate(operation.result?.schema ?? {}, body);
    if (findings.length > 0)
      throw new Error(
        `${operation.id} would answer what the description does not allow: ${findings.map(({ pointer, message }) => `${pointer} ${message}`).join("; ")}`,
      );
  };

  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const match = router(request.method, pathname);
    if (!match) throw notFound(`There is no ${request.method} ${pathname}`);
    const { operation, path } = match;
    const caller = operation.authenticated ? identify(request) : undefined;
    if (operation.authenticated && !caller) throw unauthorized();
    const result = behave(operation.id, await read(operation, path, request), caller);
    if (!result) return exampleAnswer(operation);
    if (checkAnswers) check(operation, result.body);
    return Response.json(result.body);
  };

  return (request) => answer(request).catch(failure);
}

function failure(error: unknown): Response {
  if (error instanceof Refusal) return refusalAnswer(error);
  if (error instanceof UnreadableRequest) return refusalAnswer(badRequest(...error.problems));
  return refusalAnswer(sandboxFailure(error));
}

function exampleAnswer({ result }: Operation): Response {
  const [name, example] = Object.entries(result?.examples ?? {})[0] ?? ["none", { value: null }];
  return Response.json(example.value, { headers: { [EXAMPLE_HEADER]: name } });
}
