// The client at work, and what it put on the wire.
import { type ClientOptions, createClient } from "livechat-openapi";
import type { OperationId } from "../../generated/client.js";
import type { WireRequest } from "./broken.js";
import type { Call } from "./calls.js";

/** What came of a call. */
export interface Outcome {
  /** The answer; undefined when there is an error. */
  data: unknown;
  error: unknown;
  /** The request as it was sent; missing when nothing was. */
  request: WireRequest | undefined;
  response: Response | undefined;
}

/** Makes the client call Prism at this address, one call after the other. */
export function createSender(baseUrl: string): (call: Call) => Promise<Outcome> {
  let request: WireRequest | undefined;
  let response: Response | undefined;
  const options: Omit<ClientOptions, "auth"> = {
    baseUrl,
    retry: false,
    fetch: async (url, init) => {
      const { method, headers, body } = init as { method: string; headers: Headers; body?: string };
      request = { url, method, headers: new Headers(headers), body };
      response = await fetch(url, init);
      return response;
    },
  };
  const clients = {
    basic: createClient({ ...options, auth: { login: "ada@example.com", apiKey: "made-up-key" } }),
    bearer: createClient({ ...options, auth: { accessToken: "made-up-token" } }),
  };
  return async (call) => {
    request = undefined;
    response = undefined;
    const args = [...call.args, call.options] as never[] as [never];
    const result = clients[call.credentials].call(call.operation.id as OperationId, ...args);
    const outcome = await result.then(
      (data) => ({ data, error: undefined }),
      (error: unknown) => ({ data: undefined, error }),
    );
    return { ...outcome, request, response };
  };
}
