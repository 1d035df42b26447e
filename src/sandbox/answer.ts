// The answer of an operation for which no behaviour has been written: its example.
import type { Operation } from "../description/document.js";

/** Says that the answer is made up, and which example it is. */
const EXAMPLE_HEADER = "X-Sandbox-Example";

export function exampleAnswer({ result }: Operation): Response {
  const [name, example] = Object.entries(result?.examples ?? {})[0] ?? ["none", { value: null }];
  return Response.json(example.value, { headers: { [EXAMPLE_HEADER]: name } });
}
