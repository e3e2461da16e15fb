/** Drops and pastes, in a real browser. */
import { expect as see, type Locator } from "@playwright/test";
import { describe, expect, it } from "vitest";
import { harness, open, posted } from "../openPage.ts";

interface Transfer {
  readonly data?: Readonly<Record<string, string>>;
  /** Name, type and text of files. */
  readonly files?: readonly (readonly [string, string, string])[];
}

const box = (): Locator => harness.page.getByRole("textbox", { name: "Message the agent" });
const hint = (): Locator => harness.page.getByText("Drop to attach");

/** Sends an event with a transfer to the element; says whether the page took it over. */
async function send(type: string, transfer: Transfer, selector = "textarea"): Promise<boolean> {
  return harness.page
    .locator(selector)
    .first()
    .evaluate(
      (element, [name, { data = {}, files = [] }]) => {
        const carried = new DataTransfer();
        for (const [format, value] of Object.entries(data)) carried.setData(format, value);
        for (const [file, mime, text] of files) carried.items.add(new File([text], file, { type: mime }));
        const init = { bubbles: true, cancelable: true };
        const event =
          name === "paste"
            ? new ClipboardEvent(name, { ...init, clipboardData: carried })
            : new DragEvent(name, { ...init, dataTransfer: carried });
        let reachedEditor = false;
        window.addEventListener(name, () => (reachedEditor = true), { once: true });
        element.dispatchEvent(event);
        // VS Code would open what is dropped.
        if (event.defaultPrevented && reachedEditor)
          throw new Error("The editor saw an event that was handled");
        return event.defaultPrevented;
      },
      [type, transfer] as const,
    );
}

const bytesOf = async (): Promise<[string, string][]> =>
  harness.page.evaluate(() =>
    window.harness.posted.flatMap((message): [string, string][] =>
      message.type === "attachBytes"
        ? [[message.payload.name, new TextDecoder().decode(message.payload.bytes)]]
        : [],
    ),
  );

describe("a drop", () => {
  it("attaches all resources of the Explorer, on the composer or anywhere else", async () => {
    await open("finished");
    const uris = "file:///w/a.ts\r\nfile:///w/b%20c.ts\r\n";
    const data = {
      "application/vnd.code.uri-list": uris,
      "text/uri-list": "file:///w/a.ts",
      "text/plain": "/w/a.ts",
    };
    expect(await send("dragover", { data })).toBe(true);
    await see(hint()).toBeVisible();
    expect(await send("drop", { data })).toBe(true);
    await see(hint()).toHaveCount(0);
    expect(await send("drop", { data }, "[role=log]")).toBe(true);
    const both = { uris: ["file:///w/a.ts", "file:///w/b%20c.ts"] };
    expect(await posted("attachUris")).toEqual([both, both]);
    await see(box()).toHaveValue("");
    await see(box()).toBeFocused();
  });

  it.each<[string, Record<string, string>, string[]]>([
    ["an editor tab", { resourceurls: '["vscode-remote://ssh/w/a.ts"]' }, ["vscode-remote://ssh/w/a.ts"]],
    [
      "paths",
      { codefiles: '["/w/a #1.ts","C:\\\\w\\\\b.ts"]' },
      ["file:///w/a%20%231.ts", "file:///C:/w/b.ts"],
    ],
    ["a list of one", { "text/uri-list": "# comment\nfile:///w/a.ts\nfile:///w/a.ts" }, ["file:///w/a.ts"]],
    [
      "a list behind something broken",
      { resourceurls: "[", "text/uri-list": "untitled:Untitled-1" },
      ["untitled:Untitled-1"],
    ],
  ])("attaches what comes as %s", async (_, data, uris) => {
    await open("empty");
    expect(await send("drop", { data })).toBe(true);
    expect(await posted("attachUris")).toEqual([{ uris }]);
  });

  it("attaches the bytes of files from outside, in their order", async () => {
    await open("empty");
    const files = [
      ["one.txt", "text/plain", "1"],
      ["two.txt", "text/plain", "zwei"],
    ] as const;
    expect(await send("dragenter", { files })).toBe(true);
    expect(await send("drop", { files })).toBe(true);
    await see.poll(bytesOf).toEqual([
      ["one.txt", "1"],
      ["two.txt", "zwei"],
    ]);
  });

  it("leaves text and links to the text box", async () => {
    await open("empty");
    const link = { "text/uri-list": "https://example.com/", "text/html": "<a>x</a>", "text/plain": "x" };
    expect(await send("dragover", { data: link })).toBe(false);
    expect(await send("drop", { data: link })).toBe(false);
    expect(await send("drop", { data: { "text/uri-list": "https://example.com/" } })).toBe(false);
    expect(await send("dragover", { data: { "text/plain": "x" } })).toBe(false);
    await see(hint()).toHaveCount(0);
    expect(await posted("attachUris")).toEqual([]);
  });

  it("refuses in words what is too large, without reading it", async () => {
    const { page } = await open("empty");
    await box().evaluate((area) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["x"], "disk.iso"));
      const [file] = transfer.files;
      if (!file) throw new Error("No file");
      Object.defineProperty(file, "size", { value: 100 * 1024 * 1024 + 1 });
      file.arrayBuffer = () => Promise.reject(new Error("It was read"));
      Object.defineProperty(transfer, "files", { value: [file] });
      area.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
    });
    const note = page.locator(".composerNote");
    await see(note).toHaveText("disk.iso is larger than 100 MB. Attach it with the Attach button.");
    expect(await bytesOf()).toEqual([]);
    await box().pressSequentially("a");
    await see(note).toBeEmpty();
  });

  it("takes no more resources than the host does, and says so", async () => {
    const { page } = await open("empty");
    const uris = Array.from({ length: 201 }, (_, index) => `file:///${index}`);
    await send("drop", { data: { "application/vnd.code.uri-list": uris.join("\r\n") } });
    expect(await posted("attachUris")).toEqual([{ uris: uris.slice(0, 200) }]);
    await see(page.locator(".composerNote")).toHaveText("Only the first 200 were attached.");
  });

  it("is announced while the drag is over the page, wherever it moves there", async () => {
    const { page } = await open("finished");
    const pointer = await page.context().newCDPSession(page);
    // The browser itself blanks a file: URI of this type in a drag from another process.
    const items = [{ mimeType: "text/uri-list", data: "vscode-remote://ssh/w/a.ts" }];
    const drag = (
      type: "dragEnter" | "dragOver" | "dragCancel" | "drop",
      x: number,
      y: number,
    ): Promise<unknown> =>
      pointer.send("Input.dispatchDragEvent", { type, x, y, data: { items, dragOperationsMask: 1 } });
    await drag("dragEnter", 100, 100);
    await drag("dragOver", 100, 100);
    await see(hint()).toBeVisible();
    for (const y of [200, 400, 690]) await drag("dragOver", 100, y);
    await see(hint()).toBeVisible();
    await drag("dragCancel", 100, 690);
    await see(hint()).toHaveCount(0);
    await drag("dragEnter", 100, 690);
    await drag("dragOver", 100, 690);
    await drag("drop", 100, 690);
    await see(hint()).toHaveCount(0);
    await see.poll(() => posted("attachUris")).toEqual([{ uris: ["vscode-remote://ssh/w/a.ts"] }]);
  });
});

describe("a paste", () => {
  it("attaches pictures and files", async () => {
    await open("empty");
    const picture = ["image.png", "image/png", "png"] as const;
    expect(await send("paste", { files: [picture], data: { "text/html": "<img>" } })).toBe(true);
    const file = ["a.pdf", "application/pdf", "pdf"] as const;
    expect(await send("paste", { files: [file], data: { "text/plain": "a.pdf" } })).toBe(true);
    await see.poll(bytesOf).toEqual([
      ["image.png", "png"],
      ["a.pdf", "pdf"],
    ]);
  });

  it("leaves text alone, also the text of a document with its picture", async () => {
    await open("empty");
    expect(await send("paste", { data: { "text/plain": "x" } })).toBe(false);
    const files = [["image.png", "image/png", "png"]] as const;
    expect(await send("paste", { files, data: { "text/plain": "x", "text/html": "<b>x</b>" } })).toBe(false);
    expect(await bytesOf()).toEqual([]);
  });
});

describe("a message that is sent while a file is still being read", () => {
  /** Drops a file that is read when the test says so. */
  const drop = (): Promise<void> =>
    box().evaluate((area) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["1"], "a.txt"));
      const [file] = transfer.files;
      if (!file) throw new Error("No file");
      const bytes = new Promise<ArrayBuffer>((resolve, reject) => {
        window.addEventListener("message", ({ data }) => {
          if (data === "read") resolve(new ArrayBuffer(1));
          if (data === "fail") reject(new Error("It is gone"));
        });
      });
      file.arrayBuffer = () => bytes;
      Object.defineProperty(transfer, "files", { value: [file] });
      area.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
    });
  const end = (word: "read" | "fail"): Promise<void> =>
    harness.page.evaluate((data) => window.postMessage(data), word);
  const order = async (): Promise<string[]> =>
    (await harness.posted()).map(({ type }) => type).filter((type) => /^(?:send|attachBytes)$/.test(type));

  it("goes out behind it, once", async () => {
    await open("empty");
    await drop();
    await box().fill("Look");
    await box().press("Enter");
    await box().press("Enter");
    expect(await order()).toEqual([]);
    await see(box()).toHaveValue("Look");
    await end("read");
    await see(box()).toHaveValue("");
    expect(await order()).toEqual(["attachBytes", "send"]);
    expect(await posted("send")).toEqual([{ text: "Look", stopFirst: false }]);
  });

  it("stays where the file cannot be read", async () => {
    const { page } = await open("empty");
    await drop();
    await box().fill("Look");
    await box().press("Enter");
    await end("fail");
    await see(page.locator(".composerNote")).toHaveText("a.txt cannot be read.");
    await see(box()).toHaveValue("Look");
    expect(await order()).toEqual([]);
    await box().press("Enter");
    expect(await order()).toEqual(["send"]);
  });
});
