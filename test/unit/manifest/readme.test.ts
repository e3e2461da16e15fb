import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { rowOf } from "../../../src/api/errors/catalogue.ts";
import { rows } from "../../../src/api/errors/catalogueRows.ts";
import { slashCommands } from "../../../src/protocol/slashCommands.ts";
import { remedies } from "../../../src/ui/problems/remedies.ts";
import { contributions, english, englishTexts, root, settings } from "./manifest.ts";

const readme = readFileSync(path.join(root, "README.md"), "utf8");

/** The cells of the table whose first heading is this one, without its headings. */
function table(heading: string): string[][] {
  const lines = readme.split("\n");
  const start = lines.findIndex((line) => line.startsWith("|") && cells(line)[0] === heading);
  if (start < 0) throw new Error(`The README has no table of "${heading}"`);
  const rest = lines.slice(start + 2);
  const end = rest.findIndex((line) => !line.startsWith("|"));
  return rest.slice(0, end < 0 ? undefined : end).map(cells);
}

function cells(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

const codesIn = (text = ""): string[] => [...text.matchAll(/`(\w+)`/g)].map((match) => match[1] ?? "");

describe("the README", () => {
  it("lists the commands of the palette, in their order", () => {
    const { commands, menus } = contributions();
    const hidden = new Set(
      menus?.["commandPalette"]?.filter(({ when }) => when === "false").map(({ command }) => command),
    );
    const palette = commands.filter(({ command }) => !hidden.has(command)).map(({ title }) => english(title));
    expect(table("Command").map(([title]) => title)).toEqual(palette);
  });

  it("lists the settings with their defaults", () => {
    const shown = (value: unknown): string => (value === "" ? "empty" : `\`${String(value)}\``);
    const expected = Object.entries(settings()).map(([key, setting]) => [
      `\`${key}\``,
      shown(setting.default),
    ]);
    expect(table("Setting").map(([key, value]) => [key, value])).toEqual(expected);
  });

  it("lists the words that are commands in the composer", () => {
    expect(table("Word").map(([word]) => word)).toEqual(slashCommands.map((command) => `\`/${command}\``));
  });

  it("names the keys that the extension binds", () => {
    const { keybindings = [] } = contributions();
    expect(keybindings).not.toHaveLength(0);
    const named = table("Where").map(([, key]) => key);
    for (const { key, mac = "" } of keybindings) {
      const capital = (keys: string): string => keys.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase());
      expect(named).toContain(`${capital(key)} (${capital(mac).replace("Cmd+", "⌘")})`);
    }
  });

  it("prints in bold what is on the screen, word for word", () => {
    const bundle = JSON.parse(readFileSync(path.join(root, "l10n/bundle.l10n.json"), "utf8")) as object;
    const onScreen = new Set([...Object.keys(bundle), ...Object.values(englishTexts())]);
    const bold = [...readme.matchAll(/\*\*(?:Agent37: )?(.+?)\*\*/gs)].map((match) => match[1] ?? "");
    expect(bold.length).toBeGreaterThan(20);
    expect(bold.filter((text) => !onScreen.has(text.replace("\n  ", " ")))).toEqual([]);
  });

  it("names the buttons that the nine codes have", () => {
    const codes = table("Code");
    expect(codes).toHaveLength(9);
    for (const [cell, , buttons = ""] of codes) {
      const [code = ""] = codesIn(cell);
      expect(Object.keys(rows)).toContain(code);
      const labels = ["input", "model"].flatMap((param) =>
        rowOf({ code, plane: "unified", param }).remedies.map((id) => remedies[id].label()),
      );
      for (const label of labels) expect(buttons, code).toContain(label);
    }
  });

  it("names only codes that the program knows", () => {
    const named = [
      ...table("Codes").flatMap(([cell]) => codesIn(cell)),
      ...table("What you see").flatMap(([cell]) => codesIn(cell)),
    ];
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((code) => !Object.hasOwn(rows, code))).toEqual([]);
  });

  it("shows pictures that are there and says what is on them", () => {
    const pictures = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];
    expect(pictures.length).toBeGreaterThan(0);
    for (const [, description, file = ""] of pictures) {
      expect(description).toMatch(/\w{3}/);
      expect(readFileSync(path.join(root, file)).subarray(1, 4).toString(), file).toBe("PNG");
    }
  });

  it("links only to files that are there", () => {
    const links = [...readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)].map((match) => match[1] ?? "");
    expect(links.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it("names only scripts that are there", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
      scripts: object;
    };
    const named = [...readme.matchAll(/\bnpm (?:run )?(start|test|package|[a-z]+:[a-z:]+)\b/g)];
    expect(named.filter(([, name = ""]) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
