import { createHash, randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { call, errorOf, until, useEmulator } from "./harness.ts";

const emulator = useEmulator();
const files = (rest: string) => `${emulator.it.url}/agent/demo000001/v1/files${rest}`;
const content = (path: string, more = "") => files(`/content?path=${encodeURIComponent(path)}${more}`);
const put = (path: string, body: string, headers: Record<string, string> = {}, more = "") =>
  call("PUT", content(path, more), body, { "X-Agent37-Key": "sk_live_emulator", ...headers });
const home = async () => (await emulator.it.control.instances.get("demo000001"))?.home ?? "";

describe("files of the two-plane dialect", () => {
  it("writes, reads and lists: directories first, then by name", async () => {
    const written = await put("~/Zebra.md", "héllo");
    expect(written.body).toMatchObject({
      name: "Zebra.md",
      path: "/home/node/Zebra.md",
      type: "file",
      size: 6,
      hidden: false,
    });
    await put("~/deep/er/x.txt", "x");
    const read = await call("GET", content("/home/node/Zebra.md"));
    expect(read.text).toBe("héllo");
    expect(read.headers.get("content-type")).toBe("text/markdown; charset=utf-8");
    expect(read.headers.get("content-disposition")).toBe('attachment; filename="Zebra.md"');
    const { body } = await call("GET", files(""));
    const names = (body["entries"] as { name: string }[]).map(({ name }) => name);
    expect(names).toEqual(["deep", "uploads", "notes.md", "Zebra.md"]);
    expect(body).toMatchObject({ path: "/home/node", parentPath: "/home", truncated: false });
  });

  it("lists another default directory on older gateways", async () => {
    await emulator.it.control.settings.set({ gatewayVersion: "T2" });
    expect((await call("GET", files(""))).body["path"]).toBe("/home/user/.agent37-gateway/workspace");
  });

  it("guards against lost updates with the exact modification time", async () => {
    const { body } = await put("~/a.txt", "one");
    const seen = { "X-Expected-Mtime": String(body["modified"]) };
    expect((await put("~/a.txt", "two", { "X-Expected-Mtime": "1" })).status).toBe(412);
    expect((await put("~/a.txt", "two", { "X-Expected-Mtime": "soon" })).status).toBe(400);
    expect((await put("~/a.txt", "two", seen)).status).toBe(200);
    expect((await put("~/a.txt", "three", seen)).status).toBe(412);
    expect((await put("~/new.txt", "x", { "X-Expected-Mtime": "1" })).status).toBe(200);
  });

  it("does not overwrite when told so", async () => {
    await put("~/a.txt", "one");
    const refused = await put("~/a.txt", "two", {}, "&overwrite=false");
    expect([refused.status, errorOf(refused)["code"]]).toEqual([409, "file_exists"]);
    expect((await call("GET", content("~/a.txt"))).text).toBe("one");
  });

  it("moves, makes directories, deletes, and says what is missing", async () => {
    await put("~/a.txt", "one");
    const json = { "X-Agent37-Key": "sk_live_emulator" };
    expect((await call("PATCH", files(""), { from: "~/a.txt", to: "~/b.txt" }, json)).body["name"]).toBe(
      "b.txt",
    );
    expect((await call("PATCH", files(""), { from: "~/a.txt", to: "~/b.txt" }, json)).status).toBe(404);
    for (let twice = 0; twice < 2; twice += 1) {
      expect((await call("POST", files("/dir?path=~/docs/sub"))).body).toMatchObject({
        type: "directory",
        size: null,
      });
    }
    expect((await call("DELETE", files("?path=~/docs"))).body).toEqual({ ok: true });
    expect((await call("DELETE", files("?path=~/docs"))).body).toEqual({ ok: true });
    expect((await call("GET", files("?path=~/docs"))).status).toBe(404);
    expect(errorOf(await call("GET", files("?path=~/b.txt")))).toMatchObject({
      code: "not_a_directory",
      param: "path",
    });
    expect((await call("GET", content("~"))).status).toBe(400);
    expect((await call("GET", files("/content"))).status).toBe(400);
  });

  it("cannot leave the instance", async () => {
    expect((await call("GET", content("/../../../../etc/passwd"))).status).toBe(404);
    expect((await call("GET", files("?path=/"))).body).toMatchObject({ path: "/", parentPath: null });
  });

  it("cuts a listing at 1000", async () => {
    const many = `${await home()}/many`;
    await mkdir(many);
    await Promise.all(Array.from({ length: 1001 }, (_, n) => writeFile(`${many}/${String(n)}`, "")));
    const { body } = await call("GET", files("?path=~/many"));
    expect([(body["entries"] as unknown[]).length, body["truncated"]]).toEqual([1000, true]);
  });

  it("takes and gives 64 MB as they are", async () => {
    const bytes = randomBytes(64 * 1024 * 1024);
    const answer = await fetch(content("~/big.bin"), {
      method: "PUT",
      body: bytes,
      headers: { "X-Agent37-Key": "sk_live_emulator" },
    });
    expect(((await answer.json()) as { size: number }).size).toBe(bytes.length);
    const back = await fetch(content("~/big.bin"), { headers: { "X-Agent37-Key": "sk_live_emulator" } });
    const hash = (data: Uint8Array) => createHash("sha256").update(data).digest("hex");
    expect(hash(new Uint8Array(await back.arrayBuffer()))).toBe(hash(bytes));
  });

  it("gets an empty file from a chunked body", async () => {
    const size = await new Promise((resolve, reject) => {
      const upload = request(content("~/c.txt"), {
        method: "PUT",
        headers: { "X-Agent37-Key": "sk_live_emulator", "Transfer-Encoding": "chunked" },
      });
      upload.on("error", reject).on("response", (answer) => {
        answer
          .resume()
          .on("end", () => resolve(call("GET", content("~/c.txt")).then(({ text }) => text.length)));
      });
      upload.end("some text");
    });
    expect(size).toBe(0);
  });

  it("packs a directory with one top folder", async () => {
    await put("~/docs/a.txt", "one");
    const answer = await call("GET", files("/archive?path=~/docs"));
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="docs.tar.gz"');
    const listing = await call("POST", `${emulator.it.twoPlaneUrl}/instances/demo000001/exec`, {
      command: "tar -czf - docs | tar -tzf -",
    });
    expect(listing.body["stdout"]).toBe("docs/\ndocs/a.txt\n");
    expect((await call("GET", files("/archive?path=~/notes.md"))).status).toBe(400);
  });

  it("reach the agent as attachments", async () => {
    await put("~/a.txt", "one");
    const { body } = await call("POST", `${emulator.it.url}/agent/demo000001/v1/responses`, {
      input: "files",
      files: ["~/a.txt"],
    });
    const sha = createHash("sha256").update("one").digest("hex");
    expect(body["output_text"]).toContain(`\`~/a.txt\`: 3 bytes, sha256 \`${sha}\``);
    const session = await emulator.it.control.sessions.get(String(body["session_id"]));
    expect(session?.history[0]?.content).toBe("files\n\n[Attached files:\n- ~/a.txt]");
  });

  it("stand between commas below the message of another gateway", async () => {
    await emulator.it.control.settings.set({ attachedFilesForm: "commas" });
    await put("~/a.txt", "one");
    await put("~/b.txt", "two");
    const { body } = await call("POST", `${emulator.it.url}/agent/demo000001/v1/responses`, {
      input: "echo x",
      files: ["~/a.txt", "~/b.txt"],
    });
    const session = await emulator.it.control.sessions.get(String(body["session_id"]));
    expect(session?.history[0]?.content).toBe("echo x\n\n[Attached files: ~/a.txt, ~/b.txt]");
  });

  it("had a multipart upload in the first version only", async () => {
    const upload = async () => {
      const form = new FormData();
      form.append("file", new Blob(["one"]), "a.txt");
      const headers = { "X-Agent37-Key": "sk_live_emulator" };
      return fetch(files(""), { method: "POST", body: form, headers });
    };
    expect((await upload()).status).toBe(404);
    await emulator.it.control.settings.set({ gatewayVersion: "T1", chunkedBodiesEmpty: false });
    expect(await (await upload()).json()).toMatchObject({ filename: "a.txt", bytes: 3 });
  });
});

describe("files of the unified dialect", () => {
  const base = () => `${emulator.it.unifiedUrl}/instances/inst_demo/files`;
  const headers = { Authorization: "Bearer sk_live_emulator" };

  it("uploads multipart, lists, reads, names in the input, deletes", async () => {
    const form = new FormData();
    form.append("note", "not a file");
    form.append("files", new Blob(["\r\n--tricky\r\n"]), "nötes.md");
    const uploaded = await fetch(base(), { method: "POST", body: form, headers });
    expect(await uploaded.json()).toEqual({ path: "~/uploads/nötes.md", bytes: 12 });
    const list = await call("GET", `${base()}?path=~/uploads`);
    expect(list.body).toMatchObject({
      path: "~/uploads",
      data: [{ name: "nötes.md", path: "~/uploads/nötes.md", type: "file", size: 12 }],
    });
    const path = encodeURIComponent("~/uploads/nötes.md");
    expect((await call("GET", `${base()}/content?path=${path}`)).text).toBe("\r\n--tricky\r\n");
    const turn = await call("POST", `${emulator.it.unifiedUrl}/responses`, {
      instance_id: "inst_demo",
      input: "files in ~/uploads/nötes.md",
    });
    expect(turn.body["output_text"]).toContain("12 bytes");
    expect((await call("DELETE", `${base()}?path=${path}`)).status).toBe(200);
    const gone = await call("GET", `${base()}/content?path=${path}`);
    expect([gone.status, errorOf(gone)["code"]]).toEqual([404, "file_not_found"]);
  });

  it("needs a running instance", async () => {
    expect((await call("GET", base().replace("inst_demo", "inst_stopped"))).status).toBe(409);
  });
});

describe("an upload", () => {
  const bytes = Buffer.alloc(300_000, "x");
  const headers = { "X-Agent37-Key": "sk_live_emulator" };
  const upload = (more: RequestInit = {}) =>
    fetch(content("~/up/a.bin"), { method: "PUT", body: bytes, headers, ...more });
  const there = async () =>
    (await emulator.it.control.files.list("demo000001")).filter(({ path }) => path.includes("/up/"));

  it("that is cut leaves what has arrived, as gateways do", async () => {
    await emulator.it.control.faults.add({
      method: "PUT",
      action: { kind: "cutUpload", afterByte: 100_000 },
    });
    await expect(upload()).rejects.toThrow();
    await until(async () => (await there())[0]?.size === 100_000);
    expect(await there()).toMatchObject([{ path: "/home/node/up/a.bin" }]);
    expect((await upload()).status).toBe(200);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    expect(await there()).toEqual([{ path: "/home/node/up/a.bin", size: 300_000, sha256 }]);
  });

  it("leaves nothing on a server that writes in one step", async () => {
    await emulator.it.control.settings.set({ partialUploads: false });
    await emulator.it.control.faults.add({
      method: "PUT",
      action: { kind: "cutUpload", afterByte: 100_000 },
    });
    await expect(upload()).rejects.toThrow();
    await until(async () => (await there()).length === 0);
  });

  it("takes its time by the emulator's clock, and stands still while it is held", async () => {
    await emulator.it.control.settings.set({ uploadChunkMs: 60_000, holdUploads: true });
    const done = upload();
    await until(async () => (await there()).length === 1);
    // Much more than all pieces need; the hold is after the first.
    await emulator.it.control.clock.advance(600_000);
    expect((await there())[0]?.size).toBeLessThan(bytes.length);
    await emulator.it.control.settings.set({ uploadChunkMs: 0, holdUploads: false });
    await emulator.it.control.clock.advance(60_000);
    expect((await done).status).toBe(200);
    expect((await there())[0]?.size).toBe(bytes.length);
  });

  it("can be deleted behind the agent's back", async () => {
    await upload();
    await emulator.it.control.files.remove("demo000001", "~/up/a.bin");
    expect(await there()).toEqual([]);
  });
});
