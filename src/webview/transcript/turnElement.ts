import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { itemsOf, type ShownProse, type ShownTurn } from "../../protocol/shown.ts";
import { LightElement } from "../lightElement.ts";
import "../markdown/markdownElement.ts";
import type { ViewMemory } from "../memory.ts";
import { readOnlyChips } from "../parts/chips.ts";
import type { PathLinks } from "../paths/pathLinks.ts";
import { isActive } from "../../protocol/turnPhase.ts";
import { answerActions, userActions } from "./messageActions.ts";
import { problemCard } from "./problemCard.ts";
import "./reasoningElement.ts";
import type { ReadingPlace } from "./scrollFollower.ts";
import "./toolRunElement.ts";
import { type Entry, entriesOf } from "./toolRuns.ts";
import { activity, question, summary } from "./turnStatus.ts";
import "./waitingElement.ts";

/** One turn: the user's message and the agent's answer. Rendered again only when its turn object changes. */
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

  constructor() {
    super();
    this.agentName = "";
    this.isLast = false;
    this.isLive = false;
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
          (entry) => this.#entry(turn, entry, items.at(-1)?.id === entry.id),
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

  #entry(turn: ShownTurn, entry: Entry, isLast: boolean): TemplateResult {
    if (entry.kind === "item") return this.#item(turn, entry.item, isLast);
    return html`<agent37-tool-run
      .calls=${entry.calls}
      .turnId=${turn.id}
      .memory=${this.memory}
      .place=${this.place}
    ></agent37-tool-run>`;
  }

  #item(turn: ShownTurn, item: ShownProse, isLast: boolean): TemplateResult {
    const active = isActive(turn);
    switch (item.kind) {
      case "text":
        return html`<agent37-markdown
          class="answer"
          .text=${item.text}
          .growing=${active && isLast}
          .paths=${this.paths}
        ></agent37-markdown>`;
      case "reasoning":
        return html`<agent37-reasoning
          .item=${item}
          .live=${active && item.open}
          .rowKey=${`${turn.id}/${item.id}`}
          .memory=${this.memory}
          .place=${this.place}
          .paths=${this.paths}
        ></agent37-reasoning>`;
    }
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
