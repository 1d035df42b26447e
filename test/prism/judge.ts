// What Prism makes of an operation: what the client sends, what the description shows as answers, and the control group.
import { isDeepStrictEqual } from "node:util";
import type { Operation } from "../../src/description/document.js";
import { type Broken, brokenRequests } from "./broken.js";
import { type Call, callsOf } from "./calls.js";
import { type Exception, exceptions } from "./exceptions.js";
import { type Prism, violations } from "./prism.js";
import { createSender, type Outcome } from "./sender.js";

/** One request, and how it went. */
export interface Check {
  title: string;
  /** Whether the request belongs to the control group. */
  control: boolean;
  /** The exception that it falls under. */
  exception?: Exception | undefined;
  /** What is not as it should be. */
  fault: string | undefined;
}

/** Makes a judge of two Prisms: one for what is sent, and one whose every answer is wrong, which has to notice that. */
export function createJudge(prism: Prism, liar: Prism): (operation: Operation) => Promise<Check[]> {
  const send = createSender(prism.url);
  const sendToLiar = createSender(liar.url);
  return async (operation) => {
    const checks: Check[] = [];
    const known = queryNames(prism, operation);
    const calls = callsOf(operation);
    for (const call of calls) {
      const outcome = await send(call);
      const fault = faultOf(outcome, call.answer, known);
      checks.push({ title: call.title, control: false, fault });
      if (!call.control || !outcome.request || fault !== undefined) continue;
      for (const broken of brokenRequests(operation, outcome.request)) checks.push(await checkBroken(call, broken));
    }
    const fault = isFoundWrong(await sendToLiar(calls[0] as Call)) ? undefined : "Prism does not mind";
    return [...checks, { title: "a wrong answer", control: true, fault }];
  };
}

/** The names of an operation's query parameters as Prism has read them. */
function queryNames({ operations }: Prism, { method, path }: Operation): Set<string> {
  const read = operations.find((operation) => operation.method.toUpperCase() === method && operation.path === path);
  return new Set(read?.request?.query?.map(({ name }) => name));
}

/** What speaks against a call that should be right, or against its answer. */
function faultOf({ data, error, request, response }: Outcome, answer: unknown, known: Set<string>): string | undefined {
  const found = response ? violations(response) : [];
  if (found.length > 0) return found.join("; ");
  if (error !== undefined || !request) return String(error);
  if (!isDeepStrictEqual(data, answer)) return "the answer is not the example";
  const unknown = [...new URL(request.url).searchParams.keys()].filter((name) => !known.has(name));
  return unknown.length > 0 ? `Prism knows no query parameter ${unknown.join(", ")}` : undefined;
}

async function checkBroken({ operation, title }: Call, broken: Broken): Promise<Check> {
  const { url, ...init } = broken.request;
  const response = await fetch(url, init as RequestInit);
  await response.arrayBuffer();
  const check = { title: `${title}, broken: ${broken.title}`, control: true };
  const exception = exceptions.find((one) => covers(one, operation, broken));
  if (exception)
    return { ...check, exception, fault: response.ok ? undefined : "Prism minds, so its exception can go" };
  return { ...check, fault: isRefused(response) ? undefined : `Prism answers ${response.status}` };
}

function covers({ place, only }: Exception, operation: Operation, broken: Broken): boolean {
  return place === broken.place && (!only || (only.operation === operation.id && only.title === broken.title));
}

/** 404 is what Prism says of a path that it does not know. */
function isRefused({ status }: Response): boolean {
  return status >= 400 && status < 500 && status !== 404;
}

function isFoundWrong({ response }: Outcome): boolean {
  return response?.status === 500 && violations(response).some((violation) => violation.startsWith("response.body"));
}
