// Listening to a signal, which many calls may share.
import { expect, test, vi } from "vitest";
import { onAbort } from "../../src/client/abort.js";

test("every callback is called once, but for those that were taken back", () => {
  const controller = new AbortController();
  const listen = vi.spyOn(controller.signal, "addEventListener");
  const [kept, other, takenBack] = [vi.fn(), vi.fn(), vi.fn()];
  onAbort(controller.signal, kept);
  onAbort(controller.signal, takenBack)();
  onAbort(controller.signal, other);
  expect(kept).not.toHaveBeenCalled();
  controller.abort();
  for (const callback of [kept, other]) expect(callback).toHaveBeenCalledTimes(1);
  expect(takenBack).not.toHaveBeenCalled();
  expect(listen).toHaveBeenCalledTimes(1);
});
