import { expect, test } from "../fixtures/test.ts";

test("a message gets its answer @smoke", async ({ workbench }) => {
  const chat = await workbench.openChat();
  await workbench.screenshot("smoke-before");
  const answer = await chat.ask("Hello");
  expect(answer).not.toBe("");
  await workbench.screenshot("smoke");
});
