import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyDeclarations, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ItemView, TurnView } from "../../protocol/view.ts";
import { LightElement } from "../lightElement.ts";
import "../markdown/markdownElement.ts";
import type { ViewMemory } from "../memory.ts";
import { isActive } from "../turnPhase.ts";
import { problemCard } from "./problemCard.ts";
import "./reasoningElement.ts";
import type { ReadingPlace } from "./scrollFollower.ts";
import "./toolElement.ts";
import { activity, summary } from "./turnStatus.ts";
import "./waitingElement.ts";

/** One turn: the user's message and the agent's answer. Rendered again only when its turn object changes. */
export class TurnElement extends LightElement {
  static override properties: PropertyDeclarations = {
    turn: { attribute: false },
    agentName: { attribute: false },
    isLive: { attribute: false },
    memory: { attribute: false },
    place: { attribute: false },
  };
  declare turn: TurnView | undefined;
  declare agentName: string;
  /** Whether its failure, if it fails, is news. */
  declare isLive: boolean;
  declare memory: ViewMemory | undefined;
  declare place: ReadingPlace | undefined;

  constructor() {
    super();
    this.agentName = "";
    this.isLive = false;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { turn } = this;
    if (!turn) return nothing;
    const { input, phase, items, id } = turn;
    return html`${
        input === undefined
          ? nothing
          : html`<article class="message user" aria-label=${l10n.t("You")}>
              <div class="bubble">${input}</div>
            </article>`
      }
      <article
        class="message agent"
        aria-label=${this.agentName}
        aria-busy=${isActive(turn) ? "true" : "false"}
      >
        ${repeat(
          items,
          (item) => item.id,
          (item, index) => this.#item(turn, item, index === items.length - 1),
        )}
        ${
          phase.kind === "waiting"
            ? html`<agent37-waiting .phase=${phase} .turnId=${id}></agent37-waiting>`
            : nothing
        }
        ${phase.kind === "failed" ? problemCard(phase.problem, id, this.isLive) : nothing} ${activity(turn)}
        ${summary(turn)}
      </article>`;
  }

  #item(turn: TurnView, item: ItemView, isLast: boolean): TemplateResult {
    const active = isActive(turn);
    const rowKey = `${turn.id}/${item.id}`;
    switch (item.kind) {
      case "text":
        return html`<agent37-markdown
          class="answer"
          .text=${item.text}
          .growing=${active && isLast}
        ></agent37-markdown>`;
      case "reasoning":
        return html`<agent37-reasoning
          .item=${item}
          .live=${active && item.open}
          .rowKey=${rowKey}
          .memory=${this.memory}
          .place=${this.place}
        ></agent37-reasoning>`;
      case "tool":
        return html`<agent37-tool .item=${item} .rowKey=${rowKey} .memory=${this.memory}></agent37-tool>`;
    }
  }
}

customElements.define("agent37-turn", TurnElement);

declare global {
  interface HTMLElementTagNameMap {
    "agent37-turn": TurnElement;
  }
}
