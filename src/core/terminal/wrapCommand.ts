/**
 * One command of a terminal that is none: each runs in a shell of its own, so the working directory is taken along from
 * one to the next. The shell tells it at its end behind a mark that nobody can guess.
 */

export interface ShellPlace {
  /** Absolute; undefined where the shell begins by itself. */
  readonly directory?: string | undefined;
  /** What `cd -` goes back to. */
  readonly previous?: string | undefined;
}

export interface WrappedCommand {
  /** For `sh -c`. */
  readonly script: string;
  /** Stands around what is told; as random as it was given. */
  readonly mark: string;
}

export interface ShellOutput {
  /** What the command wrote, and nothing else. */
  readonly text: string;
  /** Where the shell was when it ended; undefined when it could not tell. */
  readonly directory?: string | undefined;
  readonly home?: string | undefined;
}

/**
 * Wraps a command so that it begins in `place` and tells where it ended. The command is handed over as one quoted word,
 * so comments, here-documents and unbalanced quotes in it stay its own; `exit` and a syntax error end the shell through
 * the same door. Nothing is told when the shell is killed, replaced by `exec`, or the command sets an EXIT trap.
 * Output and errors come in the order in which they were written.
 * @param mark letters and digits, at least two
 * @param notRun said by the shell when the directory is gone: the command must not run elsewhere
 */
export function wrapCommand(
  command: string,
  { directory, previous }: ShellPlace,
  mark: string,
  notRun: string,
): WrappedCommand {
  // In two halves, so that what lists the running programs does not show the mark itself.
  const half = Math.floor(mark.length / 2);
  const halves = `${mark.slice(0, half)} ${mark.slice(half)}`;
  const script = [
    // `command` passes by functions of the same name; the braces hide these lines from `set -x`.
    `trap '{ set +x; } 2>/dev/null; command printf %s%s ${halves}; command pwd 2>/dev/null; ` +
      `command printf %s%s%s%s%s ${halves} "\${HOME-}" ${halves}' EXIT`,
    "exec 2>&1",
    ...(directory === undefined
      ? []
      : [`cd -- ${quoted(directory)} || { printf '%s\\n' ${quoted(notRun)}; exit 1; }`]),
    ...(previous === undefined ? [] : [`OLDPWD=${quoted(previous)}`]),
    // The blank keeps a command that begins with a hyphen from being an option.
    `eval ${quoted(` ${command}`)}`,
  ].join("\n");
  return { script, mark };
}

/** Takes what was told from the end of the output. */
export function unwrapOutput(stdout: string, mark: string): ShellOutput {
  const [told, home, directory, ...before] = stdout.split(mark).reverse();
  if (before.length === 0 || told !== "") return { text: withoutRest(stdout, mark) };
  const place = directory?.replace(/\n$/, "");
  return {
    text: before.reverse().join(""),
    ...(place?.startsWith("/") && { directory: place }),
    ...(home?.startsWith("/") && { home }),
  };
}

/** An output that was cut at its end may hold the mark, or a part of it. */
function withoutRest(stdout: string, mark: string): string {
  const whole = stdout.indexOf(mark);
  if (whole >= 0) return stdout.slice(0, whole);
  for (let length = mark.length - 1; length >= mark.length / 2; length -= 1) {
    if (stdout.endsWith(mark.slice(0, length))) return stdout.slice(0, -length);
  }
  return stdout;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
