import { describe, expect, it } from "vitest";
import { below, readPath } from "../../../../src/ui/answers/paths.ts";

describe("a path in an answer", () => {
  it.each([
    ["src/a.ts", "src/a.ts", false],
    ["./src/a.ts", "src/a.ts", false],
    [" src//a.ts ", "src/a.ts", false],
    ["src\\ui\\a.ts", "src/ui/a.ts", false],
    [".\\a.ts", "a.ts", false],
    ["/work/shop/a.ts", "/work/shop/a.ts", true],
    ["C:\\work\\a.ts", "/C:/work/a.ts", true],
    ["c:/work/a.ts", "/c:/work/a.ts", true],
    [".env", ".env", false],
    ["..foo/a.ts", "..foo/a.ts", false],
  ])("%s is %s", (written, path, isAbsolute) => {
    expect(readPath(written)).toEqual({ path, isAbsolute });
  });

  it.each(["", "  ", ".", "./", "src/", "../a.ts", "src/../../a.ts", "..\\a.ts", "a\u0000.ts", "a\nb.ts"])(
    "%j is none",
    (written) => {
      expect(readPath(written)).toBeUndefined();
    },
  );

  it("is below a folder by whole segments", () => {
    expect(below("/work/shop", "/work/shop/src/a.ts")).toBe("src/a.ts");
    expect(below("/", "/src/a.ts")).toBe("src/a.ts");
    expect(below("/work/shop", "/work/shop-old/a.ts")).toBeUndefined();
    expect(below("/work/shop", "/Work/Shop/a.ts")).toBeUndefined();
    expect(below("/c:/Work", "/C:/work/A.ts")).toBe("A.ts");
  });
});
