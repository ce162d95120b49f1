/**
 * Jest's runtime, which refuses `import()` between two tests. Tests that run side by side are always between
 * two others, and what a step loads when it is needed (a chart's drawing) is loaded then.
 */
const { default: Runtime } = require('jest-runtime');

module.exports = class extends Runtime {
  leaveTestCode() {}
};
