// Who worked when over the three years, and who was there at a given moment.
import { createRandom, type Random } from "../licence/random.js";
import type { ActivityLog } from "../licence/records.js";
import { atHour, type Day, isHoliday } from "./days.js";
import { STREAM } from "./streams.js";

type Shift = ActivityLog["shifts"][number];

interface Contract {
  readonly agent: string;
  /** 0 is Sunday. */
  readonly weekdays: readonly number[];
  /** Hours of the day. */
  readonly from: number;
  readonly to: number;
  /** `YYYY-MM-DD` of the first day. */
  readonly since: string;
}

/** Who has none here does not chat. Without `since`, from the beginning on. */
const CONTRACTS: readonly Contract[] = [
  contract("ada", [1, 2, 3, 4], 9, 13),
  contract("ben", [1, 2, 3, 4, 5], 8, 16),
  contract("chloe", [1, 2, 3, 4, 5], 9, 17),
  contract("diego", [1, 2, 3, 4, 5], 12, 20),
  contract("emi", [2, 3, 4, 5, 6], 10, 18, "2023-09-01"),
  contract("farid", [1, 2, 3, 4, 6], 11, 19, "2024-03-01"),
  contract("greta", [1, 2, 3, 4, 5], 8.5, 16.5),
];

function contract(agent: string, weekdays: number[], from: number, to: number, since = ""): Contract {
  return { agent: `${agent}@example.com`, weekdays, from, to, since };
}

/** Two weeks in summer. */
const HOLIDAY = 14;
const MINUTE = 60;

export interface Roster {
  /** Oldest first. */
  readonly shifts: readonly Shift[];
  /** Logins, in the order in which they came. */
  present(time: number): readonly string[];
  /** The first moment from this one on at which the agent is there; undefined when that never comes. */
  next(agent: string, time: number): number | undefined;
}

export function createRoster(seed: number, days: readonly Day[]): Roster {
  const byAgent = new Map(
    CONTRACTS.map((terms, index) => [terms.agent, shiftsOf(terms, createRandom(seed, STREAM.shift, index), days)]),
  );
  const shifts = [...byAgent.values()].flat().sort((a, b) => a.from - b.from);
  const spans = spansOf(shifts);
  return {
    shifts,
    present: (time) => spans[lastAt(spans, time)]?.agents ?? [],
    next: (agent, time) => {
      const own = byAgent.get(agent) ?? [];
      const at = lastAt(own, time);
      const current = own[at];
      return current && time < current.to ? time : own[at + 1]?.from;
    },
  };
}

function shiftsOf({ agent, weekdays, from, to, since }: Contract, random: Random, days: readonly Day[]): Shift[] {
  const away = new Set<string>();
  for (const year of ["2023", "2024", "2025"]) {
    const first = days.findIndex(({ day }) => day === `${year}-06-15`) + random.integer(0, 80);
    for (const { day } of days.slice(first, first + HOLIDAY)) away.add(day);
  }
  const shifts: Shift[] = [];
  for (const day of days) {
    const sick = random.chance(0.015);
    const [late, overtime] = [random.integer(-8, 12), random.integer(-15, 25)];
    if (sick || !weekdays.includes(day.weekday) || isHoliday(day) || away.has(day.day) || day.day < since) continue;
    shifts.push({ agent, from: atHour(day, from) + late * MINUTE, to: atHour(day, to) + overtime * MINUTE });
  }
  return shifts;
}

interface Span {
  readonly from: number;
  readonly agents: readonly string[];
}

/** Who is there, from each moment at which that changes. */
function spansOf(shifts: readonly Shift[]): Span[] {
  const changes = shifts
    .flatMap(({ agent, from, to }) => [
      { at: from, agent, comes: true },
      { at: to, agent, comes: false },
    ])
    .sort((a, b) => a.at - b.at);
  let present: readonly string[] = [];
  return changes.map(({ at, agent, comes }) => {
    present = comes ? [...present, agent] : present.filter((other) => other !== agent);
    return { from: at, agents: present };
  });
}

/** The place of the last one that begins at this time or before; -1 when all begin later. */
function lastAt(list: readonly { readonly from: number }[], time: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as { from: number }).from <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
