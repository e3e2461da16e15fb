/** Nodes on the page, and what makes them others with the fewest changes. */
import { CodeView } from "./codeView.ts";
import { replaceKeepingSelection } from "./keepSelection.ts";
import type { MarkdownNode } from "./nodes.ts";

/** A node and what shows it. */
export interface Mounted {
  readonly node: MarkdownNode;
  readonly dom: Text | HTMLElement;
  readonly children: readonly Mounted[];
  readonly code?: CodeView | undefined;
}

const noChildren: readonly Mounted[] = [];

export function mount(node: MarkdownNode): Mounted {
  if (node.kind === "text") return { node, dom: document.createTextNode(node.text), children: noChildren };
  if (node.kind === "code") {
    const code = new CodeView(node);
    return { node, dom: code.element, children: noChildren, code };
  }
  const dom = document.createElement(node.tag);
  for (const [name, value] of Object.entries(node.attributes)) dom.setAttribute(name, value);
  const children = node.children.map(mount);
  for (const child of children) dom.append(child.dom);
  return { node, dom, children };
}

/**
 * Shows `node` in place of what is mounted, and keeps every element that both have, so that selection, focus and scroll
 * positions in what did not change survive.
 */
export function patch(mounted: Mounted, node: MarkdownNode): Mounted {
  const old = mounted.node;
  if (old === node) return mounted;
  if (old.kind === "text" && node.kind === "text" && mounted.dom instanceof Text) {
    growText(mounted.dom, old.text, node.text);
    return { node, dom: mounted.dom, children: noChildren };
  }
  if (old.kind === "code" && node.kind === "code" && mounted.code?.show(node)) return { ...mounted, node };
  if (
    old.kind === "element" &&
    node.kind === "element" &&
    mounted.dom instanceof HTMLElement &&
    old.tag === node.tag &&
    isSame(old.attributes, node.attributes)
  ) {
    // A growing text may stand in more nodes than one.
    if (old.children.length > node.children.length && isSameContent(old.children, node.children))
      return mounted;
    return { node, dom: mounted.dom, children: patchAll(mounted.dom, mounted.children, node.children) };
  }
  const replaced = mount(node);
  replaceKeepingSelection(mounted.dom, replaced.dom);
  return replaced;
}

/** Shows `nodes` in place of children of `parent`. What is new comes behind the last of them, or at the end of `parent`. */
export function patchAll(
  parent: HTMLElement,
  mounted: readonly Mounted[],
  nodes: readonly MarkdownNode[],
): readonly Mounted[] {
  const after = mounted.at(-1)?.dom.nextSibling ?? null;
  const patched = nodes.map((node, index) => {
    const old = mounted[index];
    if (old) return patch(old, node);
    const added = mount(node);
    parent.insertBefore(added.dom, after);
    return added;
  });
  for (const { dom } of mounted.slice(nodes.length)) dom.remove();
  return patched;
}

/** Changing what differs alone leaves a selection in the rest as it is. */
function growText(dom: Text, before: string, after: string): void {
  if (before === after) return;
  let same = after.startsWith(before) ? before.length : 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  if (same === before.length) dom.appendData(after.slice(same));
  else dom.replaceData(same, before.length - same, after.slice(same));
}

/** Whether nodes are the others, but for texts in several pieces. */
function isSameContent(pieces: readonly MarkdownNode[], nodes: readonly MarkdownNode[]): boolean {
  let at = 0;
  const isSameAll = nodes.every((node) => {
    if (node.kind !== "text") return isSameNode(pieces[at++], node);
    let text = "";
    for (let piece = pieces[at]; piece?.kind === "text"; piece = pieces[++at]) text += piece.text;
    return text === node.text;
  });
  return isSameAll && at === pieces.length;
}

function isSameNode(piece: MarkdownNode | undefined, node: MarkdownNode): boolean {
  if (piece?.kind === "code" && node.kind === "code")
    return piece.text === node.text && piece.info === node.info;
  return (
    piece?.kind === "element" &&
    node.kind === "element" &&
    piece.tag === node.tag &&
    isSame(piece.attributes, node.attributes) &&
    isSameContent(piece.children, node.children)
  );
}

function isSame(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): boolean {
  if (before === after) return true;
  const names = Object.keys(before);
  return names.length === Object.keys(after).length && names.every((name) => before[name] === after[name]);
}

/** The same element with other children. */
export function withChildren(mounted: Mounted, children: readonly Mounted[]): Mounted {
  const { node } = mounted;
  if (node.kind !== "element") return mounted;
  return { ...mounted, node: { ...node, children: children.map((child) => child.node) }, children };
}
