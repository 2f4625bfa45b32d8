/**
 * The words in which the import rules are written: a feature's files by their role, packages by name, and the form of
 * a rule.
 */
const FEATURE = '^subgraphs/([^/]+)/(?!migrations/)([^/]+)/';
const ROLE = '\\.(resolver|type|command|query|loader|store|row|listener|secret)\\.ts$';
const DOMAIN = { path: `${FEATURE}[^/]+\\.ts$`, pathNot: ROLE };
const PRODUCT = '^(gateway|subgraphs|shared|web)/';

const inFeature = (roles) => ({ path: `${FEATURE}[^/]+\\.(${roles})\\.ts$` });
const ownFiles = (roles) => ({ path: `^subgraphs/[^/]+/[^/]+/[^/]+\\.(${roles})\\.ts$` });
const packages = (...names) => ({ path: `^(node_modules/)?(${names.join('|')})(/|$)` });
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = { FEATURE, ROLE, DOMAIN, PRODUCT, inFeature, ownFiles, packages, rule };
