// Visitors of the website, and what other programs tell about them.
import type { Licence } from "../licence/licence.js";
import type { ChatFacts } from "../licence/records.js";
import { badRequest, notFound } from "../refusals.js";
import type { Behaviour } from "./behaviour.js";

export const visitors: Behaviour<"visitors"> = {
  "visitors.list": ({ query }, licence) => {
    const { state, "group[]": groups = [] } = query;
    const listed = [...licence.visitors].filter(
      (visitor) =>
        (state === undefined || visitor.state === state) && (groups.length === 0 || groups.includes(visitor.group)),
    );
    return query.count === 1 ? listed.length : listed;
  },

  "visitors.addDetails": ({ path, body }, licence) => {
    const { license_id, token, ...details } = body;
    // Neither 401 nor 403, which this operation does not know: the credentials stand in the body.
    if (String(license_id) !== String(licence.number) || ![...licence.webhooks].some((hook) => hook.token === token))
      throw badRequest("token: expected the token of one of the licence's webhooks, with its license_id");
    if (!isVisitor(licence, path.visitor_id)) throw notFound(`There is no visitor ${path.visitor_id}`);
    licence.details.add({ ...details, visitor: path.visitor_id });
    return { result: "Visitor details added" };
  },
};

/** The visitor's chats end up in the archive; the one that began last comes first there. */
export function newestChatOf(licence: Licence, visitor: string): ChatFacts | undefined {
  return licence.chats.facts.find((chat) => chat.visitor === visitor);
}

/** A problem when nobody with this identifier is on the website or has ever chatted. */
export function visitorProblems(licence: Licence, field: string, visitor: string): string[] {
  return isVisitor(licence, visitor) ? [] : [`${field}: there is no visitor ${visitor}`];
}

function isVisitor(licence: Licence, id: string): boolean {
  return licence.visitors.has(id) || newestChatOf(licence, id) !== undefined;
}
