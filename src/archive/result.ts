// What came of a window.
import type { Window } from "./window.js";

/** What came of a window: everything that was answered was written, belongs to another window, or had come before. */
export interface WindowResult extends Window {
  /** How many records the API counts in the window. */
  total: number;
  /** How many different ones it answered. A window is complete when that is the total. */
  seen: number;
  /** How many records were given out. */
  written: number;
  /** How many belong to another window: tickets that changed again later, chats that came on the day before already. */
  elsewhere: number;
  /** How often a record came again, because records moved while they were being read. */
  repeated: number;
  /** The filters by which a day had to be divided. */
  dividedBy?: readonly string[];
  /** Why the window is not complete; missing when it is. */
  fault?: string;
}
