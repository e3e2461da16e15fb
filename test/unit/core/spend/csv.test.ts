import { describe, expect, it } from "vitest";
import { toCsv } from "../../../../src/core/spend/csv.ts";

describe("a table as CSV", () => {
  it("has CRLF after each row, the last one too", () => {
    expect(toCsv([["a", "b"], ["c"]])).toBe("a,b\r\nc\r\n");
  });

  it("quotes what holds a comma, a quote or a line break", () => {
    expect(toCsv([["a,b", 'say "hi"', "one\ntwo", "plain text"]])).toBe(
      '"a,b","say ""hi""","one\ntwo",plain text\r\n',
    );
  });

  it("writes numbers with a point and without an exponent", () => {
    expect(toCsv([[1234.5, 0.0000012, 3, 0, -0.5, 1_000_000]])).toBe("1234.5,0.000001,3,0,-0.5,1000000\r\n");
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])("makes no formula of the text %j", (text) => {
    expect(toCsv([[text]])).toBe(`'${text}\r\n`);
  });

  it("quotes a neutralised formula that holds a comma", () => {
    expect(toCsv([['=HYPERLINK("http://a","b")']])).toBe('"\'=HYPERLINK(""http://a"",""b"")"\r\n');
  });

  it("leaves a cell empty that has no value", () => {
    expect(toCsv([["a", undefined, 1]])).toBe("a,,1\r\n");
  });
});
