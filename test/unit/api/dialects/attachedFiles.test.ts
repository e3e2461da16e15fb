import { describe, expect, it } from "vitest";
import {
  isSameMessage,
  splitAttachedFiles,
  withAttachedFiles,
  withoutAttachedFiles,
} from "../../../../src/api/dialects/attachedFiles.ts";
import { readHistory } from "../../../../src/api/dialects/shapes.ts";

describe("the list of attached files", () => {
  it.each([
    [["/home/node/uploads/1a2b3c4d/src/a.ts"]],
    [["~/uploads/a.ts", "/b"]],
    [["~/uploads/a, b.ts", "/c, /d", "/e]", "/f g ", "/- h"]],
  ])("comes back as it was written: %j", (files) => {
    for (const text of [
      "Look at it.",
      "one\n\ntwo",
      "ends with ]",
      "ends with a break\n",
      "[Attached files: x]",
    ]) {
      expect(splitAttachedFiles(withAttachedFiles(text, files))).toEqual({ text, files });
    }
  });

  it("is not there without files", () => {
    expect(withAttachedFiles("hello", [])).toBe("hello");
    expect(withAttachedFiles("hello", undefined)).toBe("hello");
  });

  it.each<[string, readonly string[]]>([
    ["[Attached files: /home/node/notes.md]", ["/home/node/notes.md"]],
    ["[Attached files: /a.ts, ~/b.ts]", ["/a.ts", "~/b.ts"]],
    ["[Attached files: /one, two.ts, /three]", ["/one, two.ts", "/three"]],
    ["[Attached files:\n- /a\n- ~/b]", ["/a", "~/b"]],
    ["[Attached files:\n/a\n~/b, c]", ["/a", "~/b, c"]],
    ["[Attached files: /a]\n", ["/a"]],
  ])("is read in other forms: %j", (list, files) => {
    expect(splitAttachedFiles(`Look.\n\n${list}`)).toEqual({ text: "Look.", files });
  });

  it.each([
    "plain",
    "Look.\n\n[Attached files: ]",
    "Look.\n\n[Attached files:\n]",
    "Look.\n\n[Attached files: notes.md]",
    "Look.\n\n[Attached files: /a, b.ts\n/c]",
    "Look.\n\n[Attached files:\n- /a\nand more]",
    "Look.\n\n[Attached files: /a] and more",
    "Look.\n[Attached files: /a]",
    "[Attached files: /a]",
    "Look.\n\n[Files: /a]",
  ])("stays in the text when it is not understood: %j", (message) => {
    expect(splitAttachedFiles(message)).toEqual({ text: message });
  });

  it("is taken off the user's rows of a history alone", () => {
    const content = "Look.\n\n[Attached files:\n- /a]";
    expect(
      readHistory([
        { role: "user", content },
        { role: "assistant", content },
      ]),
    ).toMatchObject([
      { role: "user", text: "Look.", files: ["/a"] },
      { role: "assistant", text: content },
    ]);
  });

  it.each([
    ["Look.\n\n[Attached files:\n- /home/node/upl", "Look."],
    ["Look. [Attached files: - /a - /b", "Look."],
    ["Look. [Attached files: /a]", "Look."],
    ["What does [Attached files: mean?", "What does [Attached files: mean?"],
    [undefined, undefined],
  ])("is not in a preview: %j", (preview, shown) => {
    expect(withoutAttachedFiles(preview)).toBe(shown);
  });
});

describe("a row of a history", () => {
  const row = (content: string) => {
    const [item] = readHistory([{ role: "user", content }]);
    if (!item) throw new Error("No row");
    return item;
  };
  const own = "Read this.\n\n[Attached files: ~/typed.md]";

  it.each<[string, string]>([
    ["hello ", "hello"],
    ["look", "look\n\n[Attached files: /a]"],
    ["look", "look\n\n[Attached files:\n- /a\n- /b, c]"],
    ["look", "look\n\n[Files that came along: a and b]"],
    // The user wrote the list.
    [own, own],
    [own, `${own}\n\n[Attached files:\n- /a]`],
    [`${own}\n`, own],
  ])("is the message %j when it says %j", (input, content) => {
    expect(isSameMessage(row(content), input)).toBe(true);
  });

  it.each<[string, string]>([
    ["look", "look again"],
    ["look", "look\nagain"],
    ["look", "look\n\nagain [1]"],
    ["look", "look [here]"],
    ["look", "look\n\n[at this]"],
    ["Read this.", `${own}\n\n[Attached files:\n- /a]`],
    [own, "Read this.\n\n[Attached files: ~/other.md]"],
    [own, "Read this."],
    ["Read this.\n\n[Attached files: ~/typed.md] And that.", own],
  ])("is not the message %j when it says %j", (input, content) => {
    expect(isSameMessage(row(content), input)).toBe(false);
  });
});
