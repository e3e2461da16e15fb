/** Backups and copies of an instance. */

export interface Backup {
  readonly id: string;
  /** `automatic`, `manual`, or a word yet to come. */
  readonly kind: string;
  readonly createdAt?: number | undefined;
  readonly sizeBytes?: number | undefined;
}

/** What differs from the instance that is copied; absent keys follow it. */
export interface ForkRequest {
  readonly name?: string | undefined;
  readonly vcpu?: number | undefined;
  readonly diskGb?: number | undefined;
  readonly autoSleep?: boolean | undefined;
}
