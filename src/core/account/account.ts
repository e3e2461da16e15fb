import type { ApiAccount } from "../../api/client.ts";
import { Agent37Error } from "../../api/errors/agent37Error.ts";
import { localError } from "../../api/errors/localError.ts";
import { type Disposable, DisposableStore } from "../../common/disposable.ts";
import { Emitter, type Event } from "../../common/emitter.ts";
import type { Logger } from "../../common/logger.ts";
import { parseServerUrl, type ServerUrl } from "../../common/serverUrl.ts";
import {
  type AccountEnvironment,
  type AccountState,
  type ChosenAccount,
  chooseAccount,
} from "./chooseAccount.ts";
import { checkKey, keyPrefix } from "./keyFormat.ts";
import type { SecretStore } from "./secretStore.ts";

export interface AccountDeps {
  readonly secrets: SecretStore;
  /** The setting `agent37.apiUrl`. */
  readonly apiUrl: () => string;
  readonly onDidChangeApiUrl: Event<void>;
  readonly environment: AccountEnvironment;
  /** Makes one cheap call with exactly this account; rejects with what the server or the connection said. */
  readonly probe: (account: ApiAccount, signal?: AbortSignal) => Promise<void>;
  readonly logger: Logger;
}

/**
 * The API key's life. A stored key belongs to the origin it was entered for: each origin has a secret of its own, so
 * changing the URL can never carry a key to another server.
 */
export class Account implements Disposable {
  readonly #deps: AccountDeps;
  readonly #disposables = new DisposableStore();
  readonly #changed = this.#disposables.add(new Emitter<AccountState>());
  #chosen: ChosenAccount | undefined;
  /** The latest read of the store; an earlier one that ends later counts for nothing. */
  #reading: Promise<void>;
  #readNumber = 0;
  #writing: Promise<unknown> = Promise.resolve();

  /** Another key, another URL or no key, from this window or another one. What was read before is void. */
  readonly onDidChange: Event<AccountState> = this.#changed.event;

  constructor(deps: AccountDeps) {
    this.#deps = deps;
    this.#disposables.add(deps.onDidChangeApiUrl(() => void this.#reload()));
    this.#disposables.add(
      deps.secrets.onDidChange((name) => {
        const url = this.#configuredUrl();
        if (url && name === secretName(url)) void this.#reload();
      }),
    );
    this.#reading = this.#read();
  }

  /** What is known at this moment; undefined until the store was read for the first time. */
  get state(): AccountState | undefined {
    return this.#chosen?.state;
  }

  /** The server that a key entered at this moment would belong to; undefined when the setting cannot be used. */
  get configuredOrigin(): string | undefined {
    return this.#configuredUrl()?.origin;
  }

  /** Why the setting cannot be used, so that no key can be entered; undefined: it can. */
  get urlProblem(): Agent37Error | undefined {
    return this.#configuredUrl() ? undefined : unusableUrl();
  }

  /** The state once the store has been read. */
  async ready(): Promise<AccountState> {
    return (await this.#settled()).state;
  }

  /**
   * The key and the URL it is for; undefined without key.
   * @throws `invalid_url` (param `apiUrl`) when the configured URL cannot be used.
   */
  async current(): Promise<ApiAccount | undefined> {
    const { state, account } = await this.#settled();
    if (state.baseUrl === undefined) throw unusableUrl();
    return account;
  }

  /**
   * Keeps a key for the configured URL once the server has accepted it. On any failure the old key stays.
   * @param options.origin the server that the user was told of: the key is sent to no other and kept for no other.
   * @param options.force keeps it without asking the server.
   * @throws what the server or the connection said; `invalid_api_key` (plane `local`) for what cannot be a key;
   * an `AbortError` when `signal` was aborted before the key was kept.
   */
  setKey(
    key: string,
    options: { readonly origin?: string; readonly force?: boolean; readonly signal?: AbortSignal } = {},
  ): Promise<void> {
    return this.#write(async () => {
      const url = this.#configuredUrl();
      if (!url) throw unusableUrl();
      if (options.origin !== undefined && options.origin !== url.origin) throw changedUrl(url.origin);
      const trimmed = key.trim();
      if (checkKey(trimmed)) throw malformedKey();
      if (!options.force) await this.#deps.probe({ baseUrl: url.href, key: trimmed }, options.signal);
      options.signal?.throwIfAborted();
      await this.#deps.secrets.set(secretName(url), trimmed);
      await this.#reload();
    });
  }

  /** Forgets the stored key of the configured URL. A key in the environment is used from then on. */
  removeKey(): Promise<void> {
    return this.#write(async () => {
      const url = this.#configuredUrl();
      if (!url) throw unusableUrl();
      await this.#deps.secrets.delete(secretName(url));
      await this.#reload();
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #configuredUrl(): ServerUrl | undefined {
    return parseServerUrl(this.#deps.apiUrl());
  }

  /** One write after the other, so that two windows of input cannot interleave check and store. */
  #write(work: () => Promise<void>): Promise<void> {
    const result = this.#writing.then(work);
    this.#writing = result.catch(() => undefined);
    return result;
  }

  /** What the latest read gave, also when a later one starts while waiting. */
  async #settled(): Promise<ChosenAccount> {
    let reading: Promise<void> | undefined;
    while (reading !== this.#reading) {
      reading = this.#reading;
      await reading;
    }
    return this.#chosen ?? { state: { source: "none", baseUrl: undefined }, account: undefined };
  }

  #reload(): Promise<void> {
    this.#reading = this.#read();
    return this.#reading;
  }

  async #read(): Promise<void> {
    const number = ++this.#readNumber;
    const url = this.#configuredUrl();
    const key = url && (await this.#storedKey(url));
    if (number !== this.#readNumber) return;
    const before = this.#chosen;
    this.#chosen = chooseAccount(url, key, this.#deps.environment);
    if (before && !sameAccount(before, this.#chosen)) this.#changed.fire(this.#chosen.state);
  }

  async #storedKey(url: ServerUrl): Promise<string | undefined> {
    try {
      return await this.#deps.secrets.get(secretName(url));
    } catch (error) {
      this.#deps.logger.error("The secret storage could not be read.", error);
      return undefined;
    }
  }
}

/** The name of the secret that holds the key of a server. */
function secretName(url: ServerUrl): string {
  return `apiKey@${url.origin}`;
}

function sameAccount(a: ChosenAccount, b: ChosenAccount): boolean {
  return (
    a.state.source === b.state.source &&
    a.state.baseUrl === b.state.baseUrl &&
    a.account?.key === b.account?.key
  );
}

function unusableUrl(): Agent37Error {
  return localError(
    "invalid_url",
    "The API URL must start with https:// (http:// for this machine only) and hold no credentials.",
    { param: "apiUrl" },
  );
}

function malformedKey(): Agent37Error {
  return new Agent37Error({
    code: "invalid_api_key",
    message: `An API key starts with ${keyPrefix} and has no spaces.`,
    plane: "local",
  });
}

function changedUrl(origin: string): Agent37Error {
  return new Agent37Error({
    code: "invalid_url",
    message: `The API URL has been changed to ${origin} meanwhile. Enter the key for that server anew.`,
    plane: "local",
    param: "apiUrl",
  });
}
