// Rows of a CSV file, as RFC 4180 has them.
import type { Cell } from "./columns.js";

/** Spreadsheets take what begins so for a formula, and may run it. */
const FORMULA = /^[=+\-@\t\r\n]/;

export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: Cell): string {
  if (typeof cell === "number") return String(cell);
  const text = (typeof cell === "string" ? cell : (cell ?? []).join("; ")).replace(FORMULA, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
