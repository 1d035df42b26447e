// Tickets as the API shows them, and what a search reads of them. Both forms that are seen of the API come: most with ISO
// 8601 and objects for groups, some with Unix seconds and identifiers, some with one and the other.
import type { Ticket, TicketEvent, TicketTime } from "../../../generated/models.js";
import { isoDate } from "../../calendar.js";
import { createRandom } from "../licence/random.js";
import type { TicketFacts } from "../licence/records.js";
import { joined } from "../licence/text.js";
import { ARCHIVE_ENDS } from "./days.js";
import { fillOf, personOfChat } from "./dialogue.js";
import type { Identifiers } from "./identifiers.js";
import { type Person, personOf } from "./people.js";
import { type Phrase, say } from "./phrases.js";
import { dispatcherFor, groups, nameOf } from "./settings.js";
import { STREAM } from "./streams.js";
import { planOf, type Step, strangerOf, type TicketPlan } from "./ticketPlan.js";

export interface TicketMaker {
  make(facts: TicketFacts): Ticket;
  /** What `textOfTicket` says of the record, without making it. */
  text(facts: TicketFacts): string;
}

/** How a ticket writes times and groups. */
interface Form {
  readonly iso: boolean;
  readonly objects: boolean;
  readonly hasName: boolean;
}

/** What the parts of a record are made from. */
interface Parts {
  readonly facts: TicketFacts;
  readonly person: Person;
  readonly plan: TicketPlan;
  readonly form: Form;
  /** The steps that have happened. */
  readonly done: readonly Step[];
}

export function createTicketMaker(seed: number, { indexOf }: Identifiers, chats: Identifiers): TicketMaker {
  const partsOf = (facts: TicketFacts): Parts => {
    const index = indexOf(facts.id);
    const number = facts.chat ? personOfChat(seed, chats.indexOf(facts.chat)) : strangerOf(seed, index);
    const person = personOf(seed, number);
    const plan = planOf(seed, index, person);
    // What has happened since then is none of the plan's steps.
    const seeded = facts.activity.filter((time) => time < ARCHIVE_ENDS).length;
    return { facts, person, plan, form: formOf(seed, index), done: plan.steps.slice(0, seeded) };
  };
  return {
    make: (facts) => ticket(partsOf(facts)),
    text: (facts) => {
      const { person, plan, form, done } = partsOf(facts);
      const sentence = sentences(facts, person, plan);
      return joined([
        sentence(plan.subject),
        form.hasName ? person.name : undefined,
        facts.requester,
        facts.assignee && nameOf(facts.assignee),
        ...done.map((step) => (step.kind === "message" ? sentence(step.phrase) : undefined)),
      ]);
    },
  };
}

function formOf(seed: number, index: number): Form {
  const random = createRandom(seed, STREAM.ticketForm, index);
  return { iso: random.chance(0.75), objects: random.chance(0.8), hasName: random.chance(0.92) };
}

function sentences({ assignee = "" }: TicketFacts, person: Person, { product, order }: TicketPlan) {
  const fill = fillOf({ person, product, order }, nameOf(assignee));
  return (phrase: Phrase): string => say(phrase, fill);
}

function ticket(parts: Parts): Ticket {
  const { facts, person, plan, form, done } = parts;
  const date = (time: number): TicketTime => (form.iso ? isoDate(time) : time);
  const sentence = sentences(facts, person, plan);
  const groupOf = (id: number) => ({ id, name: GROUP_NAMES.get(id) ?? "" });
  const events = done.map((step, index) =>
    eventOf(step, date(facts.activity[index] ?? facts.created), parts, sentence),
  );
  const [group = 0] = facts.groups;
  const record: Ticket = {
    id: facts.id,
    subject: sentence(plan.subject),
    status: facts.status,
    requester: { mail: facts.requester },
    groups: form.objects ? facts.groups.map(groupOf) : [...facts.groups],
    tags: [...facts.tags],
    source: { type: facts.source },
    events,
    modified: date(facts.modified),
    opened: done.flatMap((step, index) =>
      opens(step) ? [{ from: date(facts.activity[index] ?? facts.created) }] : [],
    ),
    firstResponse: {},
  };
  if (form.hasName) record.requester.name = person.name;
  if (facts.assignee) record.assignee = { id: facts.assignee, name: nameOf(facts.assignee) };
  if (form.objects) record.currentGroup = groupOf(group);
  if (facts.source === "chat-window") record.source.url = CONTACT_FORM;
  if (facts.chat) record.source.id = facts.chat;
  if (form.iso) {
    record.date = date(facts.created);
    record.requester.ip = person.ip;
    record.source.url ??= null;
    record.source.id ??= null;
  }
  if (form.iso || facts.rate !== "not_rated") record.rate = facts.rate;
  return record;
}

const GROUP_NAMES = new Map(groups.map(({ id, name }) => [id, name]));

const CONTACT_FORM = "https://shop.example.com/contact";

/** A question opens the ticket, and a later one opens it again. */
function opens(step: Step): boolean {
  return step.kind === "message" && step.by === "client";
}

function eventOf(
  step: Step,
  date: TicketTime,
  { facts, person, form }: Parts,
  sentence: (phrase: Phrase) => string,
): TicketEvent {
  const { assignee = "", requester, source } = facts;
  const owner = { id: assignee, name: nameOf(assignee) };
  if (step.kind !== "message") {
    const giver = step.kind === "taken" ? assignee : dispatcherFor(assignee);
    return { type: "assignee_changed", author: { id: giver, name: nameOf(giver) }, to: owner, date };
  }
  const isClient = step.by === "client";
  const client = form.hasName ? { id: requester, name: person.name } : { id: requester };
  return {
    type: "message",
    author: isClient ? { ...client, type: "client" } : { ...owner, type: "agent" },
    date,
    is_private: step.isPrivate,
    message: sentence(step.phrase),
    source: {
      type: isClient ? source : "lc2",
      ...(isClient && source === "chat-window" && { url: CONTACT_FORM }),
    },
  };
}
