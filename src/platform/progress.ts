import * as vscode from "vscode";
import { withoutLinks } from "../common/withoutLinks.ts";

/** What ends sooner shows nothing: a notification that only flickers tells nobody anything. */
const patienceMs = 400;

/**
 * Runs `work`, and shows a notification with a spinner once it takes noticeable time. Cancelling that aborts the
 * signal; whether anything then ends is up to the work. Names in the texts may be of foreign origin, so nothing in them
 * becomes a link.
 */
export async function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, say: (message: string) => void) => Promise<T>,
  {
    cancellable = true,
    afterMs = patienceMs,
  }: {
    readonly cancellable?: boolean;
    /** What ends sooner shows nothing. */
    readonly afterMs?: number;
  } = {},
): Promise<T> {
  const abort = new AbortController();
  let latest: string | undefined;
  let report: ((message: string) => void) | undefined;
  const result = work(abort.signal, (message) => {
    if (message === latest) return;
    latest = message;
    report?.(message);
  });
  const show = setTimeout(() => {
    const location = vscode.ProgressLocation.Notification;
    const options = { location, title: withoutLinks(title), cancellable };
    void vscode.window.withProgress(options, async (progress, token) => {
      report = (message) => progress.report({ message: withoutLinks(message) });
      if (latest !== undefined) report(latest);
      const subscription = token.onCancellationRequested(() => abort.abort());
      await result.catch(() => undefined);
      subscription.dispose();
    });
  }, afterMs);
  try {
    return await result;
  } finally {
    clearTimeout(show);
  }
}
