/** The elements of a turn. They are a file of their own, which is loaded when the frame of the view is on screen. */
import "./transcript/turnElement.ts";

export { loadMarkdown } from "./markdown/markdownElement.ts";
