/** Turns with attached files, and turns of another harness than the instance's default, against the emulator. */
import { describe, expect, it } from "vitest";
import { useEmulator } from "../emulator/harness.ts";
import { all, shown } from "./support/client.ts";
import { dialects, placeIn } from "./support/place.ts";

const emulator = useEmulator();

/** Ways in which a server writes the attached files below a message; the unified dialect has what we write. */
const forms = ["lines", "commas"] as const;

const ownList = "echo Read it.\n\n[Attached files: ~/typed by hand.md]";

/** The answer to the message is lost before its first byte. */
const loseAnswer = () =>
  emulator.it.control.faults.add({
    method: "POST",
    path: "/v1/responses",
    times: 1,
    action: { kind: "drop", when: "beforeCreated" },
  });

describe.each(dialects)("a turn with files on the %s dialect", (dialect) => {
  const place = () => placeIn(emulator.it, dialect);
  const file = (path: string) => ({ path, bytes: Buffer.from(path) });

  it("gives them to the agent, and the history tells them apart from the text", async () => {
    const { client, ref } = await place();
    const paths: string[] = [];
    for (const name of ["src/a, b.ts", "two words.md"]) {
      paths.push((await client.uploadFile(ref, file(name))).path);
    }
    const signals = await all(client.runTurn(ref, { input: "files", files: paths }));
    for (const path of paths) expect(shown(signals).text).toContain(`\`${path}\``);
    expect(shown(signals).text).toContain("I got 2 file(s)");
    const [session] = await client.listSessions(ref);
    const { history } = await client.getSession(ref, session?.id ?? "");
    expect(history[0]).toMatchObject({ role: "user", text: "files", files: paths });
    expect(history[1]).not.toHaveProperty("files");
  });

  it.each(forms)("is found again when its answer is lost (%s)", async (attachedFilesForm) => {
    const { client, ref } = await place();
    await emulator.it.control.settings.set({ attachedFilesForm });
    const { path } = await client.uploadFile(ref, file("a.ts"));
    await loseAnswer();
    const request = { input: "echo with a file", files: [path] };
    const signals = await all(client.runTurn(ref, request, { knownUserMessages: 0 }));
    expect(shown(signals).text).toContain("with a file");
    expect(shown(signals).end).toBe("completed");
    expect(await emulator.it.control.responses.list()).toHaveLength(1);
  });

  it.each([false, true])("is found though its text ends in such a list, files: %s", async (withFile) => {
    const { client, ref } = await place();
    const files = withFile ? [(await client.uploadFile(ref, file("a.ts"))).path] : undefined;
    await loseAnswer();
    const signals = await all(client.runTurn(ref, { input: ownList, files }, { knownUserMessages: 0 }));
    expect(shown(signals).text).toContain("Read it.");
    expect(await emulator.it.control.responses.list()).toHaveLength(1);
  });

  it("is found by what was kept of it after a reload", async () => {
    const { client, ref, clock } = await place();
    const { path } = await client.uploadFile(ref, file("a.ts"));
    const sentAt = clock.now();
    await all(client.runTurn(ref, { input: ownList, files: [path] }));
    const lost = { input: ownList, sentAt, knownUserMessages: 0 };
    expect(shown(await all(client.recoverTurn(ref, lost))).text).toContain("Read it.");
    await expect(all(client.recoverTurn(ref, { ...lost, input: "echo Read it." }))).rejects.toMatchObject({
      code: "turn_unconfirmed",
    });
  });
});

describe.each(["two-plane", "gateway"] as const)("another harness on the %s dialect", (dialect) => {
  const place = () => placeIn(emulator.it, dialect);
  const reads = (path: string) => emulator.it.control.requests.list({ method: "GET", path });

  it("has sessions of its own, which are read as its own", async () => {
    const { client, ref } = await place();
    const { sessionId } = await client.createResponse(ref, { input: "echo hi", agent: "openclaw" });
    expect((await client.getSession(ref, sessionId, { agent: "openclaw" })).history).toHaveLength(2);
    expect((await client.getSession(ref, sessionId)).history).toEqual([]);
    expect(await client.listSessions(ref, { agent: "openclaw" })).toMatchObject([
      { id: sessionId, agent: "openclaw" },
    ]);
    expect(await client.listSessions(ref)).toEqual([]);
  });

  it("is asked for the outcome of its turn when the stream is gone", async () => {
    const { client, ref } = await place();
    const request = { input: "echo over there", agent: "openclaw" };
    const { id: responseId, sessionId } = await client.createResponse(ref, request);
    await emulator.it.control.clock.advance(3_600_000);
    const turn = { responseId, sessionId, input: "echo over there", knownUserMessages: 0 };
    const followed = await all(client.followTurn(ref, { ...turn, agent: "openclaw" }));
    expect(shown(followed)).toEqual({ text: "over there", end: "completed" });
    await expect(all(client.followTurn(ref, turn))).rejects.toMatchObject({ code: "turn_lost" });
  });

  it("is searched for a message of its own that was lost", async () => {
    const { client, ref, clock } = await place();
    const sentAt = clock.now();
    const request = { input: "echo over there", agent: "openclaw" };
    await loseAnswer();
    const signals = await all(client.runTurn(ref, request, { knownUserMessages: 0 }));
    expect(shown(signals)).toEqual({ text: "over there", end: "completed" });
    await emulator.it.control.requests.clear();
    const lost = { input: "echo over there", sentAt, knownUserMessages: 0, agent: "openclaw" };
    expect(shown(await all(client.recoverTurn(ref, lost))).text).toBe("over there");
    for (const { query } of [...(await reads("/v1/sessions")), ...(await reads("/v1/sessions/*"))]) {
      expect(query["agent"]).toBe("openclaw");
    }
  });

  it("is not named in what changes a session unless it is asked for", async () => {
    const { client, ref } = await place();
    const { sessionId } = await client.createResponse(ref, { input: "echo hi" });
    await client.renameSession(ref, sessionId, "A title");
    await client.deleteSession(ref, sessionId);
    const writes = await emulator.it.control.requests.list({ path: `/v1/sessions/${sessionId}` });
    expect(writes.map(({ method, query }) => [method, query])).toEqual([
      ["PATCH", {}],
      ["DELETE", {}],
    ]);
  });

  it("answers its mistakes by their codes", async () => {
    const { client, ref } = await place();
    await expect(client.getSession(ref, "s", { agent: "nobody" })).rejects.toMatchObject({
      code: "validation_error",
      param: "agent",
    });
    await expect(client.listModels(ref, { agent: "codex" })).rejects.toMatchObject({
      code: "agent_unavailable",
      status: 503,
    });
    await expect(
      all(client.runTurn(ref, { input: "echo x", files: ["/home/node/gone.md"] })),
    ).rejects.toMatchObject({ code: "validation_error", param: "files", status: 400 });
  });
});

describe("a harness on the unified dialect", () => {
  it("is chosen by the first message of a session, and kept", async () => {
    const { client, ref } = await placeIn(emulator.it, "unified");
    const { sessionId } = await client.createResponse(ref, { input: "echo hi", agent: "claude-code" });
    // The session is released just after the end of its turn.
    await emulator.it.control.clock.advance(1_000);
    await client.createResponse(ref, { input: "echo more", sessionId, agent: "hermes" });
    expect(await client.getSession(ref, sessionId, { agent: "claude-code" })).toMatchObject({
      agent: "claude-code",
      history: [{ text: "echo hi" }, {}, { text: "echo more" }, {}],
    });
    expect(await client.listSessions(ref)).toMatchObject([{ id: sessionId, title: undefined }]);
  });
});
