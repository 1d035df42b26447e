import { expect, test } from "vitest";
import { refusal, start } from "./start.js";

test("online means that somebody accepts chats, in the group or on the whole licence", async () => {
  const ada = start().as("ada");
  expect(await ada.status.get()).toEqual({ status: "online" });
  expect(await ada.status.get({ group: 0 })).toEqual({ status: "online" });
  expect(await ada.status.get({ group: 1 })).toEqual({ status: "online" });
  // In group 3 somebody is there who takes no chats, in group 4 nobody is.
  expect(await ada.status.get({ group: 3 })).toEqual({ status: "offline" });
  expect(await ada.status.get({ group: 4 })).toEqual({ status: "offline" });
});

test("it follows what agents do", async () => {
  const ada = start().as("ada");
  for (const { login } of await ada.agents.list({ status: "accepting chats" }))
    await ada.agents.update(login, { status: "not accepting chats" });
  expect(await ada.status.get()).toEqual({ status: "offline" });
  await ada.agents.update("greta@example.com", { status: "accepting chats" });
  expect(await ada.status.get()).toEqual({ status: "online" });
  expect(await ada.status.get({ group: 1 })).toEqual({ status: "offline" });
});

test("a group that is none is refused", async () => {
  const { as, send } = start();
  expect(await refusal(as("ada").status.get({ group: 77 }))).toBe("400\ngroup: there is no group 77");
  for (const query of ["group=", "group=-1", "group=sales"]) {
    const { status, body } = await send(`/status?${query}`);
    expect([query, status]).toEqual([query, 400]);
    expect(JSON.stringify(body)).toContain("group");
  }
});
