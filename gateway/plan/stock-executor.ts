/**
 * The one door to what `@apollo/gateway` does not export: its executor of query plans.
 *
 * Its stock gateway plans subscriptions but refuses to run them; run with the event in place of the first fetch, the
 * same executor does. The version is pinned exactly in package.json, and the tests of `live/` fail if this path
 * moves.
 */
export { executeQueryPlan } from '@apollo/gateway/dist/executeQueryPlan.js';
