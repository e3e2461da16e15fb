import { describe, expect, it } from "vitest";
import {
  childOf,
  isWithin,
  nameOf,
  parentOf,
  pathOfUri,
  placeKey,
  uriPathOf,
} from "../../../../src/core/files/place.ts";
import { at } from "./disk.ts";

describe("a place on an instance", () => {
  it.each([
    ["/home/node/a b#?%.txt", "/home/node/a b#?%.txt"],
    ["~", "/~"],
    ["~/x/ü", "/~/x/ü"],
    ["/", "/"],
    ["/~x", "/~x"],
  ])("%s has the URI path %s, and back", (path, uriPath) => {
    expect(uriPathOf(path)).toBe(uriPath);
    expect(pathOfUri(uriPath)).toBe(path);
  });

  it.each([
    ["/a//b/", "/a/b"],
    ["/a/./b/../c", "/a/c"],
    ["/../../x", "/x"],
    ["/~/", "~"],
    ["/~/../etc", "/etc"],
    ["", "/"],
  ])("a URI path %s means %s alone", (uriPath, path) => {
    expect(pathOfUri(uriPath)).toBe(path);
  });

  it("has a name and a place above", () => {
    expect(parentOf(at("/a/b"))).toEqual(at("/a"));
    expect(parentOf(at("/a"))).toEqual(at("/"));
    expect(parentOf(at("/"))).toBeUndefined();
    expect(parentOf(at("~/a"))).toEqual(at("~"));
    expect(nameOf(at("~/a"))).toBe("a");
    expect(childOf(at("/"), "a")).toEqual(at("/a"));
    expect(childOf(at("/"), "~")).toEqual(at("~"));
    expect(childOf(at("~"), "a")).toEqual(at("~/a"));
  });

  it("is within a directory of the same instance, by whole names", () => {
    expect(isWithin(at("/a/b"), at("/a"))).toBe(true);
    expect(isWithin(at("/a"), at("/a"))).toBe(true);
    expect(isWithin(at("/ab"), at("/a"))).toBe(false);
    expect(isWithin(at("/a/b", "two"), at("/a"))).toBe(false);
    expect(isWithin(at("/x", "ONE"), at("/"))).toBe(true);
  });

  it("is the same whatever the case of the id, not of the path", () => {
    expect(placeKey(at("/A", "Inst_X"))).toBe(placeKey(at("/A", "inst_x")));
    expect(placeKey(at("/A"))).not.toBe(placeKey(at("/a")));
  });
});
