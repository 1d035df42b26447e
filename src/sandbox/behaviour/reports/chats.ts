// The reports on chats that count by period. They tell of the chats that the archive lists for the same filters, each in the
// period in which it started; of goals in the period in which they were achieved.
import type { CurrencySales, QueueWaitingTime } from "../../../../generated/models.js";
import type { Licence } from "../../licence/licence.js";
import type { ChatFacts, GoalFacts } from "../../licence/records.js";
import { type ChatQuery, selectChats } from "../../licence/selection.js";
import type { Behaviour } from "../behaviour.js";
import { average, count, rounded, sumOf } from "./numbers.js";
import { type PeriodQuery, periodsOf, report, split, withoutFirstDay } from "./periods.js";

type Counting =
  | "totalChats"
  | "engagement"
  | "ratings"
  | "notRepliedChats"
  | "firstResponseTime"
  | "responseTime"
  | "queuedVisitors"
  | "queuedVisitorsWaitingTimes"
  | "goals"
  | "greetings";

export const chatReports: Pick<Behaviour<"reports">, `reports.chats.${Counting}`> = {
  "reports.chats.totalChats": ({ query }, licence) =>
    byPeriod(query, licence, selectChats(query, licence), (chats) => ({ chats: chats.length })),

  "reports.chats.engagement": ({ query }, licence) =>
    byPeriod(query, licence, selectConversations(query, licence), (chats) => ({
      chats_from_auto_invite: count(chats, ({ engagement }) => engagement === "auto_invite"),
      chats_from_immediate_start: count(chats, ({ engagement }) => engagement === "immediate_start"),
      chats_from_manual_invite: count(chats, ({ engagement }) => engagement === "manual_invite"),
    })),

  "reports.chats.ratings": ({ query }, licence) =>
    byPeriod(query, licence, selectConversations(query, licence), (chats) => ({
      good: count(chats, ({ rate }) => rate === "rated_good"),
      bad: count(chats, ({ rate }) => rate === "rated_bad"),
      chats: chats.length,
    })),

  "reports.chats.notRepliedChats": ({ query }, licence) => {
    const { "groups[]": groups, "agents[]": agents } = query;
    const chats = selectConversations(query, licence)
      .filter((chat) => groups === undefined || chat.groups.some((id) => groups.includes(id)))
      .filter((chat) => agents === undefined || chat.agents.some((login) => agents.includes(login)));
    return byPeriod(query, licence, chats, (some) => ({
      not_replied: count(some, ({ responses }) => responses === 0),
    }));
  },

  "reports.chats.firstResponseTime": ({ query }, licence) =>
    byPeriod(query, licence, selectConversations(query, licence), (chats) => {
      const times = chats.flatMap(({ firstResponse = [] }) => firstResponse);
      return { first_response_time: { count: times.length, seconds: average(sumOf(times), times.length) } };
    }),

  "reports.chats.responseTime": ({ query }, licence) =>
    byPeriod(query, licence, selectConversations(query, licence), (chats) => {
      const answers = sumOf(chats.map(({ responses }) => responses));
      const seconds = sumOf(chats.map(({ responseSeconds }) => responseSeconds));
      return { avg_response_time: { count: answers, seconds: average(seconds, answers) } };
    }),

  "reports.chats.queuedVisitors": ({ query }, licence) =>
    byPeriodOfQueue(query, licence, ({ length }) => ({ count: length })),

  "reports.chats.queuedVisitorsWaitingTimes": ({ query }, licence) => byPeriodOfQueue(query, licence, waitingTime),

  "reports.chats.goals": ({ query }, licence) => {
    const { goal, currency, sales_tracker } = query;
    const periods = periodsOf(query, licence);
    const goals = selectChats({ ...withoutFirstDay(query), has_goal: 1, include_pending: 1 }, licence)
      .flatMap((chat) => chat.goals)
      .filter((one) => isGoal(one, goal) && (sales_tracker === 1 ? isSale(one, currency) : one.sale === undefined));
    const goalsOf = split(periods, goals, ({ at }) => at);
    return report(periods, (period) => ({
      goals: goalsOf(period).length,
      ...(sales_tracker === 1 && { value: salesByCurrency(goalsOf(period)) }),
    }));
  },

  // The goals are those of the chats that greetings led to. What was ignored has no tags.
  "reports.chats.greetings": ({ query }, licence) => {
    const { goal, greeting, ...filters } = query;
    const isAsked = (one: { readonly greeting?: number }): boolean =>
      one.greeting !== undefined && (greeting === undefined || one.greeting === greeting);
    const periods = periodsOf(query, licence);
    const acceptedOf = split(periods, selectChats(filters, licence).filter(isAsked), startOf);
    const ignored = query["tag[]"] === undefined ? ofGroup(licence.log.ignoredGreetings, query.group) : [];
    const ignoredOf = split(periods, ignored.filter(isAsked), ({ at }) => at);
    return report(periods, (period) => {
      const accepted = acceptedOf(period);
      return {
        displayed: accepted.length + ignoredOf(period).length,
        accepted: accepted.length,
        goals: sumOf(accepted.map(({ goals }) => count(goals, (one) => isGoal(one, goal)))),
      };
    });
  },
};

type ReportQuery = PeriodQuery & Pick<ChatQuery, "group" | "agent" | "tag[]">;

/** Without what was left after hours. */
function selectConversations(query: ReportQuery, licence: Licence): readonly ChatFacts[] {
  return selectChats(query, licence).filter(({ missed }) => !missed);
}

function byPeriod<Value>(
  query: PeriodQuery,
  licence: Licence,
  chats: readonly ChatFacts[],
  value: (chats: readonly ChatFacts[]) => Value,
): Record<string, Value> {
  const periods = periodsOf(query, licence);
  const chatsOf = split(periods, chats, startOf);
  return report(periods, (period) => value(chatsOf(period)));
}

/** Values of the waits, in seconds: of all visitors in the queue, of those who gave up, and of those who got into a chat. */
function byPeriodOfQueue<Value>(query: ReportQuery, licence: Licence, value: (waits: readonly number[]) => Value) {
  const periods = periodsOf(query, licence);
  const enteredOf = split(periods, selectChats({ ...query, queued: 1 }, licence), startOf);
  const leftOf = split(periods, ofGroup(licence.log.leavers, query.group), ({ at }) => at);
  return report(periods, (period) => {
    const entered = enteredOf(period).map(({ waited = 0 }) => waited);
    const left = leftOf(period).map(({ waited }) => waited);
    return { queued: value([...left, ...entered]), left_queue: value(left), entered_chat: value(entered) };
  });
}

function waitingTime(waits: readonly number[]): QueueWaitingTime {
  const ascending = waits.toSorted((a, b) => a - b);
  return {
    count: waits.length,
    min: { seconds: ascending[0] ?? null },
    max: { seconds: ascending.at(-1) ?? null },
    average: { seconds: average(sumOf(waits), waits.length) },
  };
}

function isGoal({ id }: GoalFacts, wanted: number | undefined): boolean {
  return wanted === undefined || id === wanted;
}

function isSale({ sale }: GoalFacts, currency: string | undefined): boolean {
  return sale !== undefined && (currency === undefined || sale.currency === currency);
}

function salesByCurrency(goals: readonly GoalFacts[]): Record<string, CurrencySales> {
  const sums = new Map<string, CurrencySales>();
  for (const { sale } of goals) {
    if (!sale) continue;
    const { sales_count, value } = sums.get(sale.currency) ?? { sales_count: 0, value: 0 };
    sums.set(sale.currency, { sales_count: sales_count + 1, value: rounded(value + sale.value) });
  }
  return Object.fromEntries(sums);
}

function startOf({ started }: ChatFacts): number {
  return started;
}

function ofGroup<T extends { readonly group: number }>(records: readonly T[], wanted: number | undefined): T[] {
  return records.filter(({ group }) => wanted === undefined || group === wanted);
}
