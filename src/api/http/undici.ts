/**
 * What we use of undici, as named exports of our own: bundled, a CommonJS module that is imported dynamically has none.
 * To be imported dynamically only, so that starting the extension does not load it.
 */
export { Agent, buildConnector, Client } from "undici";
