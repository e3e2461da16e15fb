/** The page's one voice: a live region to which each announcement is added as an element of its own. */

/** What happens within this time is said in one go, in milliseconds. */
const burstMs = 250;
/** Long enough to be read out; a region that only grows would be read as part of the page. In milliseconds. */
const keptMs = 20_000;

const announcementEvent = "agent37-announcement";

export class Announcer {
  /** To be put into the page before anything is said: a region that comes with its text is not read out. */
  readonly region: HTMLElement;
  #waiting: string[] = [];

  constructor() {
    this.region = document.createElement("div");
    this.region.className = "visuallyHidden announcements";
    this.region.setAttribute("role", "status");
    this.region.setAttribute("aria-live", "polite");
    // Only what is added is read, not the whole region again.
    this.region.setAttribute("aria-atomic", "false");
    this.region.setAttribute("aria-relevant", "additions");
  }

  /** Says the sentences, together with what else is said within a moment. */
  say(sentences: readonly string[]): void {
    if (sentences.length === 0) return;
    if (this.#waiting.length === 0) setTimeout(() => this.#flush(), burstMs);
    this.#waiting.push(...sentences);
  }

  #flush(): void {
    const said = document.createElement("p");
    said.textContent = this.#waiting.map(asSentence).join(" ");
    this.#waiting = [];
    this.region.append(said);
    setTimeout(() => said.remove(), keptMs);
  }
}

function asSentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Says something from anywhere in the page, as what a press has done. */
export function announce(source: EventTarget, sentence: string): void {
  source.dispatchEvent(
    new CustomEvent(announcementEvent, { bubbles: true, composed: true, detail: sentence }),
  );
}

/** Calls `listener` with what is said inside `root`. */
export function onAnnounce(root: EventTarget, listener: (sentence: string) => void): void {
  root.addEventListener(announcementEvent, (event) => listener((event as CustomEvent<string>).detail));
}
