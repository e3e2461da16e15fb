import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { repeat } from "lit/directives/repeat.js";
import { itemsOf, type ShownProse, type ShownTurn } from "../../protocol/shown.ts";
import { LightElement } from "../lightElement.ts";
import type { MarkdownElement } from "../markdown/markdownElement.ts";
import type { ViewMemory } from "../memory.ts";
import { readOnlyChips } from "../parts/chips.ts";
import type { PathLinks } from "../paths/pathLinks.ts";
import { isActive } from "../../protocol/turnPhase.ts";
import { answerActions, userActions } from "./messageActions.ts";
import { problemCard } from "./problemCard.ts";
import { isOnlyGrown } from "./growth.ts";
import { ReasoningElement } from "./reasoningElement.ts";
import type { ReadingPlace } from "./scrollFollower.ts";
import "./toolRunElement.ts";
import { type Entry, entriesOf } from "./toolRuns.ts";
import { activity, question, summary } from "./turnStatus.ts";
import "./waitingElement.ts";

/**
 * One turn: the user's message and the agent's answer. Rendered again only when its turn object changes; where only a text
 * has grown, that text alone.
 */
export class TurnElement extends LightElement {
  static override properties: PropertyDeclarations = {
    turn: { attribute: false },
    agentName: { attribute: false },
    isLast: { attribute: false },
    isLive: { attribute: false },
    memory: { attribute: false },
    place: { attribute: false },
    paths: { attribute: false },
  };
  declare turn: ShownTurn | undefined;
  declare agentName: string;
  /** Whether nothing follows, so that a question at its end is still open. */
  declare isLast: boolean;
  /** Whether its failure, if it fails, is news. */
  declare isLive: boolean;
  declare memory: ViewMemory | undefined;
  declare place: ReadingPlace | undefined;
  declare paths: PathLinks | undefined;
  /** Shows the item to which text is added. */
  readonly #growing = createRef<MarkdownElement | ReasoningElement>();

  constructor() {
    super();
    this.agentName = "";
    this.isLast = false;
    this.isLive = false;
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    const isOnlyTurn = changed.size === 1 && changed.has("turn");
    return !(isOnlyTurn && this.turn && isOnlyGrown(changed.get("turn"), this.turn) && this.#grow(this.turn));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { turn } = this;
    if (!turn) return nothing;
    const { phase, id } = turn;
    const items = itemsOf(turn);
    return html`${this.#userMessage(turn)}
      <article
        class="message agent"
        aria-label=${this.agentName}
        aria-busy=${isActive(turn) ? "true" : "false"}
      >
        ${repeat(
          entriesOf(items),
          (entry) => entry.id,
          (entry) => this.#entry(turn, entry),
        )}
        ${
          phase.kind === "waiting"
            ? html`<agent37-waiting .phase=${phase} .turnId=${id}></agent37-waiting>`
            : nothing
        }
        ${phase.kind === "failed" ? problemCard(phase.problem, id, this.isLive) : nothing} ${activity(turn)}
        ${turn.asks && this.isLast ? question() : nothing} ${end(turn)}
      </article>`;
  }

  #userMessage(turn: ShownTurn): TemplateResult | typeof nothing {
    const { id, input, attachments } = turn;
    if (input === undefined) return nothing;
    return html`<article class="message user" aria-label=${l10n.t("You")}>
      ${input === "" ? nothing : html`<div class="bubble">${input}</div>`} ${readOnlyChips(attachments, id)}
      ${userActions(turn)}
    </article>`;
  }

  #entry(turn: ShownTurn, entry: Entry): TemplateResult {
    if (entry.kind === "item") return this.#item(turn, entry.item);
    return html`<agent37-tool-run
      .calls=${entry.calls}
      .turnId=${turn.id}
      .memory=${this.memory}
      .place=${this.place}
    ></agent37-tool-run>`;
  }

  #item(turn: ShownTurn, item: ShownProse): TemplateResult {
    const isGrowing = item === turn.growing;
    const place = ref(isGrowing ? this.#growing : undefined);
    switch (item.kind) {
      case "text":
        return html`<agent37-markdown
          ${place}
          class="answer"
          .text=${item.text}
          .growing=${isGrowing}
          .paths=${this.paths}
        ></agent37-markdown>`;
      case "reasoning":
        return html`<agent37-reasoning
          ${place}
          .item=${item}
          .live=${isActive(turn) && item.open}
          .rowKey=${`${turn.id}/${item.id}`}
          .memory=${this.memory}
          .place=${this.place}
          .paths=${this.paths}
        ></agent37-reasoning>`;
    }
  }

  /** Hands the text that grows to the element that shows it. */
  #grow({ growing }: ShownTurn): boolean {
    const shown = this.#growing.value;
    if (growing?.kind === "reasoning" && shown instanceof ReasoningElement) shown.item = growing;
    else if (growing?.kind === "text" && shown && !(shown instanceof ReasoningElement))
      shown.text = growing.text;
    else return false;
    return true;
  }

  /** What it shows is rendered too. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const isComplete = await super.getUpdateComplete();
    const parts = this.querySelectorAll<LightElement>(
      "agent37-markdown, agent37-reasoning, agent37-tool-run",
    );
    await Promise.all([...parts].map((part) => part.updateComplete));
    return isComplete;
  }
}

/** The line below an answer that is over: what the turn took, and what can be done with the answer. */
function end(turn: ShownTurn): TemplateResult | typeof nothing {
  const [sum, actions] = [summary(turn), answerActions(turn)];
  return sum === nothing && actions === nothing
    ? nothing
    : html`<div class="messageEnd">${sum} ${actions}</div>`;
}

customElements.define("agent37-turn", TurnElement);

declare global {
  interface HTMLElementTagNameMap {
    "agent37-turn": TurnElement;
  }
}
