import { describe, expect, it } from "vitest";
import { CommandHistory } from "../../../../src/core/terminal/commandHistory.ts";
import { MemoryStore } from "../../support/memoryStore.ts";

describe("the history of commands", () => {
  it("keeps each command once, the newest last, for each instance", async () => {
    const store = new MemoryStore();
    const history = new CommandHistory(store, "one");
    for (const command of ["ls", "pwd", "ls"]) await history.add(command);
    expect(new CommandHistory(store, "one").list()).toEqual(["pwd", "ls"]);
    expect(new CommandHistory(store, "two").list()).toEqual([]);
  });

  it("has an end", async () => {
    const history = new CommandHistory(new MemoryStore(), "one");
    for (let number = 0; number < 130; number += 1) await history.add(`echo ${number}`);
    expect(history.list()).toHaveLength(100);
    expect(history.list()[0]).toBe("echo 30");
  });

  it.each([
    " ls",
    "",
    "export API_KEY=abc",
    "mysql --password hunter2",
    "curl -H 'Authorization: Bearer x'",
    "echo sk_live_abc",
    "git clone https://me:pass@host/repo",
    "DB_PASSWORD='x' ./run",
  ])("keeps nothing of %j", async (command) => {
    const store = new MemoryStore();
    await new CommandHistory(store, "one").add(command);
    expect(store.keys()).toEqual([]);
  });
});
