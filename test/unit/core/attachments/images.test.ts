import { describe, expect, it } from "vitest";
import { imageTypeOf, isImageName } from "../../../../src/core/attachments/images.ts";

describe("an image", () => {
  it.each([
    ["png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0]],
    ["jpg", [0xff, 0xd8, 0xff, 0xe0]],
    ["gif", [...Buffer.from("GIF89a")]],
    ["webp", [...Buffer.from("RIFF"), 1, 2, 3, 4, ...Buffer.from("WEBP")]],
    ["avif", [0, 0, 0, 32, ...Buffer.from("ftypavif")]],
  ])("of the kind %s is known by its first bytes", (type, bytes) => {
    expect(imageTypeOf(Uint8Array.from(bytes))).toBe(type);
  });

  it.each([[[]], [[0x89, 0x50]], [[...Buffer.from("RIFF1234WAVE")]], [[...Buffer.from("hello")]]])(
    "is not %j",
    (bytes) => {
      expect(imageTypeOf(Uint8Array.from(bytes))).toBeUndefined();
    },
  );

  it("is known by its name too", () => {
    expect(["a.png", "B.JPEG", "c.svg"].every(isImageName)).toBe(true);
    expect(["png", "a.png.txt", "a.ts"].some(isImageName)).toBe(false);
  });
});
