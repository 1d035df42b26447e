// The command's memory. What is read is soon written and dropped, so a large young heap is filled for nothing.
import { setFlagsFromString } from "node:v8";

/** Keeps V8 from enlarging the space of new objects: tens of megabytes less, at the same speed. Has to come before the work. */
export function keepYoungHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}
