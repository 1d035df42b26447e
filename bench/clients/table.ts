// Plain tables for a terminal or a log.

/** The rows below their headings; the first column flush left, the others flush right. */
export function table(headings: string[], rows: string[][]): string {
  const widths = headings.map((heading, index) =>
    Math.max(heading.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: string[]): string =>
    widths
      .map((width, index) => (index === 0 ? (cells[index] ?? "").padEnd(width) : (cells[index] ?? "").padStart(width)))
      .join("   ")
      .trimEnd();
  return [headings, ...rows].map(line).join("\n");
}

/** A target that the value should not exceed, and whether it does. */
export function atMost(value: number, target: number, unit = ""): string {
  return `<= ${target}${unit} ${value <= target ? "met" : "MISSED"}`;
}

/** A target that the value should reach, and whether it does. */
export function atLeast(value: number, target: number, unit = ""): string {
  return `>= ${target}${unit} ${value >= target ? "met" : "MISSED"}`;
}
