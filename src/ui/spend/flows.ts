/** What is asked and shown around spend, in one part that is loaded when it is needed. */
export { addCredit } from "./addCredit.ts";
export { raiseSpendCap } from "./raiseSpendCap.ts";
export { SpendView } from "./spendView.ts";
