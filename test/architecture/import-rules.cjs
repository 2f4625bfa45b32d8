/**
 * Who may import whom: the architecture as rules that a tool can break the build with.
 *
 * Read by `npm run imports`. Each rule is proved able to fail by `import-rules.test.ts`; a rule without its
 * counter-example there is an error. What only types can tell (a type import of typeorm against a real one) is in
 * `type-imports.test.ts`.
 */
const { houses } = require('./import-rules/houses.cjs');
const { knots, tools } = require('./import-rules/packages.cjs');
const { rooms } = require('./import-rules/rooms.cjs');

module.exports = {
  forbidden: [...houses, ...rooms, ...tools, ...knots],
  options: {
    parser: 'swc',
    // swc reads JSX only when told, and is not: `type-imports.test.ts` looks after the pages.
    exclude: { path: '\\.tsx$' },
    doNotFollow: { path: 'node_modules' },
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
