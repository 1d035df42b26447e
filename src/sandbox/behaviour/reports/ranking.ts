// The rankings of agents by the ratings of their chats and tickets.
import type { RankingEntry, RankingReport } from "../../../../generated/models.js";
import type { Licence } from "../../licence/licence.js";
import type { ChatFacts } from "../../licence/records.js";
import { selectChats, windowOf } from "../../licence/selection.js";
import type { Behaviour } from "../behaviour.js";
import { ratingOf, ticketsOf } from "./tickets.js";

export const rankings: Pick<Behaviour<"reports">, `reports.${"chats" | "tickets"}.ratingsRanking`> = {
  "reports.chats.ratingsRanking": ({ query }, licence) => ranking(selectChats(query, licence), licence),

  "reports.tickets.ratingsRanking": ({ query }, licence) => {
    const { from, to } = windowOf(query, licence);
    const rated = ticketsOf(query, licence).filter((ticket) => {
      const at = ratingOf(ticket);
      return at !== undefined && at >= from && at < to;
    });
    return ranking(
      rated.map(({ rate, assignee }) => ({ rate, agents: assignee === undefined ? [] : [assignee] })),
      licence,
    );
  },
};

/** A rating counts for each agent who took part. With an agent go the statistics. */
function ranking(rated: readonly Pick<ChatFacts, "rate" | "agents">[], licence: Licence): RankingReport {
  const tallies = new Map<string, { good: number; bad: number }>();
  for (const { rate, agents } of rated) {
    if (rate !== "rated_good" && rate !== "rated_bad") continue;
    for (const login of agents) {
      const { good, bad } = tallies.get(login) ?? { good: 0, bad: 0 };
      tallies.set(login, rate === "rated_good" ? { good: good + 1, bad } : { good, bad: bad + 1 });
    }
  }
  const entries = [...tallies]
    .filter(([login]) => licence.agents.has(login))
    .map(([name, { good, bad }]) => ({ good, bad, total: good + bad, score: scoreOf(good, good + bad), name }));
  return { ranking: entries.sort(byScore) };
}

/** The best score first; of equals, the one with more ratings. */
function byScore(a: RankingEntry, b: RankingEntry): number {
  return b.score - a.score || b.total - a.total || (a.name < b.name ? -1 : 1);
}

/** In standard deviations. With this one LiveChat's samples come out to within 0.0001. */
const CERTAINTY = 2.68;

/** The lower bound of Wilson's interval: the share of good ratings, held back the more, the fewer there are. */
export function scoreOf(good: number, total: number): number {
  const share = good / total;
  const square = CERTAINTY ** 2;
  const spread = CERTAINTY * Math.sqrt((share * (1 - share) + square / (4 * total)) / total);
  return good === 0 ? 0 : (share + square / (2 * total) - spread) / (1 + square / total);
}
