import * as vscode from "vscode";

/**
 * Shows a notification with a spinner while `work` runs. Cancelling it aborts the signal; whether anything then ends
 * is up to the work.
 */
export function withProgress<T>(
  title: string,
  work: (signal: AbortSignal, say: (message: string) => void) => Promise<T>,
  options: { readonly cancellable: boolean } = { cancellable: true },
): Promise<T> {
  const { cancellable } = options;
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable },
      async (progress, token) => {
        const abort = new AbortController();
        const subscription = token.onCancellationRequested(() => abort.abort());
        try {
          return await work(abort.signal, (message) => progress.report({ message }));
        } finally {
          subscription.dispose();
        }
      },
    ),
  );
}
