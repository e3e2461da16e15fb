/**
 * One example for each that the specification of GitHub Flavored Markdown 0.29 has for what it adds to CommonMark, by its
 * numbers there, in words of our own; and what is known to go wrong beside them.
 */
export const gfmExamples: Readonly<Record<string, string>> = {
  "198 table": "| one | two |\n| --- | --- |\n| three | four |\n",
  "199 alignment, cells of other widths, no outer bars": "| a | bcdef |\n:-: | -----------:\nc | d\n",
  "199 all alignments": "| a | b | c | d |\n| :-- | :-: | --: | --- |\n| 1 | 2 | 3 | 4 |\n",
  "200 bars in cells": "| a\\|b  |\n| ------ |\n| c `\\|` d |\n| e **\\|** f |\n",
  "201 a quote ends a table": "| a | b |\n| --- | --- |\n| c | d |\n> quote\n",
  "202 a line without bars is a row, an empty line ends the table":
    "| a | b |\n| --- | --- |\n| c | d |\ne\n\nf\n",
  "203 as many cells in the header as in the line below": "| a | b |\n| --- |\n| c |\n",
  "204 rows with fewer and more cells": "| a | b |\n| --- | --- |\n| c |\n| d | e | f |\n",
  "205 a table without rows": "| a | b |\n| --- | --- |\n",
  "table behind a paragraph": "text\n| a | b |\n| --- | --- |\n| c | d |\n",
  "table in a quote": "> | a | b |\n> | --- | --- |\n> | c | d |\n\n> | e |\nlazy\n",
  "table in an item": "- | a | b |\n  | --- | --- |\n  | c | d |\n- e\n",
  "table with one column": "| a |\n| - |\n| b |\n\na\n-\nb\n",
  "table with markup, code and links": "a | b\n-|-\n**c** | `d | e`\n[f](https://example.com/a) | ~~g~~\n",
  "a line below that is no row of dashes": "| a | b |\n| --- | -x- |\n| c | d |\n",
  "a list ends a table": "| a |\n|---|\n| b |\n- c\n",
  "a fence ends a table": "| a |\n|---|\n| b |\n```\n| c |\n```\n",
  "279 tasks": "- [ ] a\n- [x] b\n",
  "280 tasks in tasks": "- [x] a\n  - [ ] b\n  - [x] c\n- [ ] d\n",
  "tasks in loose, numbered and other lists": "- [ ] a\n\n- [X] b\n\n1. [ ] c\n2. [x] d\n\n* [x] **e** `f`\n",
  "no tasks": "- [] a\n- [ ]\n- [ x] b\n- [x]c\n- \\[ ] d\n- [x](https://example.com)\n\n[ ] e\n",
  "491 strikethrough": "~~a~~ b ~c~ d ~~e~~\n",
  "492 not across paragraphs": "a ~~b\n\nc d~~.\n",
  "493 not with three": "a ~~~b~~~ c\n",
  "strikethrough with others": "~~a **b~~ c** *d ~~e~~ f* ~~~~g~~~~ ~~h\ni~~\n",
  "622 address without a scheme": "www.example.com\n",
  "623 in a sentence": "See www.example.com/help for more.\n",
  "624 punctuation behind": "See https://example.com.\n\nSee https://example.com/a.b.\n",
  "625 parentheses":
    "https://example.com/search?q=Mark+(down)\n\nhttps://example.com/search?q=Mark+(down)))\n\n(https://example.com/search?q=Mark+(down))\n\n(https://example.com/search?q=Mark+(down)\n",
  "626 parentheses within": "https://example.com/search?q=(a))+b\n",
  "627 what looks like an entity":
    "https://example.com/search?q=a&b=c\n\nhttps://example.com/search?q=a&amp;\n",
  "628 < ends it": "https://example.com/a<b\n",
  "629 with schemes":
    "http://example.com\n\n(Visit https://example.com/a?b=c)\n\nAnonymous FTP at ftp://example.com.\n",
  "630 mail": "me@example.com\n",
  "631 + in a mail address": "me@mail+you.example is none, me+you@mail.example is one.\n",
  "632 ends of mail addresses": "a.b-c_d@e.f\n\na.b-c_d@e.f.\n\na.b-c_d@e.f-\n\na.b-c_d@e.f_\n",
  "633 with a protocol":
    "mailto:me@example.com\n\nmailto:a.b-c_d@e.f-\n\nmailto:me@example.com/\n\nxmpp:me@example.com\n",
  "addresses within markup":
    "**https://example.com/a** `https://example.com` [https://example.com](https://example.org) _https://example.com/a_b_\n",
  "addresses in cells, items and titles":
    "# https://example.com/a\n\n- https://example.com/b\n\n| https://example.com/c |\n| --- |\n| <https://example.com/d> |\n",
  "files that look like domains": "README.md and main.rs and https://example.com/README.md\n",
  "no HTML":
    '<img src="a"> <b>c</b> <!-- d -->\n\n<script>\ne\n</script>\n\n<details>\n\n*f*\n\n</details>\n',
};
