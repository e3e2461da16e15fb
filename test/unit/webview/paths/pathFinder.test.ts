import { beforeEach, describe, expect, it } from "vitest";
import { PathFinder } from "../../../../src/webview/paths/pathFinder.ts";

let asked: (readonly string[])[];
let frame: () => void;
let finder: PathFinder;
let answers: string[][];

beforeEach(() => {
  asked = [];
  answers = [];
  frame = () => {};
  finder = new PathFinder(
    (paths) => asked.push(paths),
    (work) => (frame = work),
  );
});

const find = (...paths: string[]): void => finder.find(paths, (exists) => answers.push([...exists]));

describe("PathFinder", () => {
  it("asks once for the paths of a frame", () => {
    find("a", "b");
    find("b", "c");
    expect(asked).toEqual([]);
    frame();
    expect(asked).toEqual([["a", "b", "c"]]);
  });

  it("tells which exist once all are known", () => {
    find("a", "b");
    find("c");
    frame();
    finder.answer({ asked: ["a"], found: ["a"] });
    expect(answers).toEqual([]);
    finder.answer({ asked: ["b", "c"], found: [] });
    expect(answers).toEqual([["a"], []]);
  });

  it("asks again for what was no file, since the agent may have made it", () => {
    find("a", "b");
    frame();
    finder.answer({ asked: ["a", "b"], found: ["a"] });
    find("a", "b");
    frame();
    expect(asked).toEqual([["a", "b"], ["b"]]);
    finder.answer({ asked: ["b"], found: ["b"] });
    expect(answers).toEqual([["a"], ["a", "b"]]);
  });

  it("asks again for everything when the instance is another one, and still gets what it asked for", () => {
    find("a");
    frame();
    finder.answer({ asked: ["a"], found: ["a"] });
    find("b");
    frame();
    finder.forget();
    find("a");
    frame();
    expect(asked).toEqual([["a"], ["b"], ["a"]]);
    finder.answer({ asked: ["b"], found: ["b"] });
    expect(answers).toEqual([["a"], ["b"]]);
  });

  it("asks for no file twice", () => {
    find("a");
    frame();
    finder.answer({ asked: ["a"], found: ["a"] });
    frame = () => expect.unreachable();
    find("a");
    expect(answers).toEqual([["a"], ["a"]]);
    expect(asked).toHaveLength(1);
  });

  it("asks for many in pieces that the host takes", () => {
    find(...Array.from({ length: 1201 }, (_, index) => `p${index}`));
    frame();
    expect(asked.map(({ length }) => length)).toEqual([500, 500, 201]);
  });
});
