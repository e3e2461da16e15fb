import * as l10n from "@vscode/l10n";
import { html, type TemplateResult } from "lit";
import type { UploadView } from "../../protocol/view.ts";
import { formatPercent } from "../format.ts";

/** How far the files of a message are. */
export function uploadProgress({ name, sentBytes, totalBytes }: UploadView): TemplateResult {
  const share = totalBytes > 0 ? Math.min(1, sentBytes / totalBytes) : 0;
  const label = l10n.t("Uploading {0}", name);
  return html`<div class="upload">
    <p class="uploadText">
      <span class="uploadName">${label}</span><span class="uploadShare">· ${formatPercent(share)}</span>
    </p>
    <progress max="1" .value=${share} aria-label=${label}></progress>
  </div>`;
}
