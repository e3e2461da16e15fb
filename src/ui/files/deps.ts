import type { Agent37Client } from "../../api/client.ts";
import type { Clock } from "../../common/clock.ts";
import type { AttachTarget } from "../../core/attachments/attachmentSource.ts";
import type { InstanceFiles } from "../../core/files/files.ts";
import type { Homes } from "../../core/files/homes.ts";
import type { Instances } from "../../core/instances/instances.ts";
import type { Problems } from "../problems/problems.ts";

/** What the tree of an instance's files and its commands work with. */
export interface FilesUiDeps {
  readonly client: Pick<Agent37Client, "exec" | "uploadFile">;
  readonly files: InstanceFiles;
  readonly homes: Homes;
  readonly instances: Instances;
  readonly problems: Pick<Problems, "report">;
  readonly clock: Clock;
  /** The composer in front, which a file can be attached to. */
  readonly target: AttachTarget;
}
