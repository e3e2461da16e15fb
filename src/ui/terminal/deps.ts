import type { Instance } from "../../api/wire.ts";
import type { Clock } from "../../common/clock.ts";
import type { KeyValueStore } from "../../common/keyValueStore.ts";
import type { ExecClient } from "../../core/terminal/execAwake.ts";
import type { Problems } from "../problems/problems.ts";

/** What terminals of instances work with. */
export interface TerminalUiDeps {
  readonly client: ExecClient;
  readonly instances: { readonly selected: Instance | undefined; find(id: string): Instance | undefined };
  readonly problems: Problems;
  /** Records of this window. */
  readonly windowStore: KeyValueStore;
  readonly clock: Clock;
}
