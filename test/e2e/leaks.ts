/** Looks for a secret in every place where a run of the extension could have left it. */
import { glob, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Frame, Page } from "@playwright/test";
import type { LoggedRequest } from "../emulator/control/controlTypes.ts";
import { storedTexts } from "./pages/storage.ts";

/** Where a run can leave a secret. */
export interface Ground {
  /** Folders of files that the server and its extension hosts write. */
  readonly folders: readonly string[];
  readonly pages: readonly Page[];
  readonly requests: readonly LoggedRequest[];
}

/** A place that holds the secret: its kind, and which one it is. */
export interface Leak {
  readonly kind: "file" | "dom" | "browser storage" | "process" | "request";
  readonly where: string;
}

/** Every place that holds the secret, in plain or in one of the usual encodings. */
export async function findLeaks(secret: string, ground: Ground): Promise<Leak[]> {
  const forms = formsOf(secret);
  const holds = (text: string): boolean => forms.some((form) => text.includes(form));
  const leaks: Leak[] = [];
  const look = (kind: Leak["kind"], where: string, text: string): void => {
    if (holds(text)) leaks.push({ kind, where });
  };

  for (const folder of ground.folders) {
    for await (const entry of glob("**/*", { cwd: folder, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      look("file", file, file);
      if (entry.isFile()) look("file", file, latin1(await readFile(file).catch(() => Buffer.alloc(0))));
    }
  }
  for (const page of ground.pages) {
    for (const frame of page.frames()) {
      look("dom", frame.url(), frame.url());
      look("dom", frame.url(), await domText(frame));
      for (const text of await storedTexts(frame).catch(() => [])) look("browser storage", label(text), text);
    }
  }
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    for (const name of ["cmdline", "environ"]) {
      const bytes = await readFile(`/proc/${pid}/${name}`).catch(() => Buffer.alloc(0));
      look("process", `${pid} ${name}`, latin1(bytes));
    }
  }
  for (const { method, path: address, query, body } of ground.requests) {
    look("request", `${method} ${address}`, JSON.stringify([address, query, body]));
  }
  return leaks;
}

/** The secret as it is, and as bytes that are not text at first sight. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const [encoded, inner] = [bytes.toString("base64"), bytes.subarray(1).toString("base64")];
  // Base64 of what surrounds the secret shows its middle at one of three shifts.
  const middles = [encoded, inner, bytes.subarray(2).toString("base64")].map((text) => text.slice(0, -4));
  return [secret, bytes.toString("hex"), latin1(Buffer.from(secret, "utf16le")), ...middles];
}

/** Markup with all attributes, and what stands in form fields, which markup does not tell. */
async function domText(frame: Frame): Promise<string> {
  return frame.evaluate(() => {
    const fields = [...document.querySelectorAll("input, textarea")] as (
      HTMLInputElement | HTMLTextAreaElement
    )[];
    return [document.documentElement.outerHTML, ...fields.map(({ value }) => value)].join("\n");
  });
}

function latin1(bytes: Buffer): string {
  return bytes.toString("latin1");
}

function label(text: string): string {
  return text.slice(0, text.indexOf(" = "));
}
