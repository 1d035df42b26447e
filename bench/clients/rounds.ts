// Fair comparison on a noisy machine: every round runs each contender once, in an order of its own, and what is compared are
// the contenders of one round with each other. Knows nothing of what is measured.

/** What a piece of work cost, in microseconds. */
export interface Sample {
  /** User and system time of this process, all its threads included. */
  cpu: number;
  wall: number;
}

/** The samples of each contender, one a round. */
export type Samples = Map<string, Sample[]>;

/** Runs every contender once a round and keeps what it reports. */
export async function interleave(
  names: string[],
  rounds: number,
  run: (name: string) => Sample | Promise<Sample>,
): Promise<Samples> {
  const samples: Samples = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const name of shuffled(names)) samples.get(name)?.push(await run(name));
  return samples;
}

/** What the work costs in this process, divided by the calls that it makes. */
export async function measure(calls: number, work: () => Promise<void>): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  await work();
  const wall = (performance.now() - wallBefore) * 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: (user + system) / calls, wall: wall / calls };
}

/** The quantile between 0 and 1; the values in between are interpolated. */
export function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: number[]): number {
  return quantile(values, 0.5);
}

/** One contender's measure, round by round. */
export function column(samples: Samples, name: string, measure: keyof Sample): number[] {
  return (samples.get(name) ?? []).map((sample) => sample[measure]);
}

/** One contender's measure combined with the base's of the same round. */
export function paired(
  samples: Samples,
  name: string,
  base: string,
  measure: keyof Sample,
  combine: (value: number, base: number) => number,
): number[] {
  const bases = column(samples, base, measure);
  return column(samples, name, measure).map((value, round) => combine(value, bases[round] ?? Number.NaN));
}

function shuffled<T>(values: T[]): T[] {
  return values
    .map((value) => ({ value, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);
}
