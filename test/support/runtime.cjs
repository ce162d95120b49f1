const { default: Runtime } = require('jest-runtime');

/** Node's own modules, which all test files of a worker share. */
const shared = [require('node:http'), require('node:https'), require('node:net')];
const original = shared.map((module) => Object.getOwnPropertyDescriptors(module));

/**
 * Jest's runtime, with two differences.
 *
 * It refuses `import()` between two tests. Tests that run side by side are always between two others, and
 * what a step loads when it is needed (a chart's drawing) is loaded then.
 *
 * It leaves node's own modules as a test file made them. nock replaces node's requests when it is imported:
 * whatever file the worker runs next would then send each request over a connection of its own.
 */
module.exports = class extends Runtime {
  leaveTestCode() {}

  teardown() {
    super.teardown();
    for (const [index, module] of shared.entries()) {
      Object.defineProperties(module, original[index]);
    }
  }
};
