// Numbers as the reports write them: with two decimals at most, as in LiveChat's samples.

export const MINUTE = 60;
export const HOUR = 60 * MINUTE;

export function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

export function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Null where there is nothing. */
export function average(sum: number, count: number): number | null {
  return count === 0 ? null : rounded(sum / count);
}

export function count<T>(items: readonly T[], fits: (item: T) => boolean): number {
  return items.filter(fits).length;
}
