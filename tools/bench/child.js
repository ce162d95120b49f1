// A process that an unpacked zip is measured in. Plain JavaScript, so that nothing but the zip is
// loaded. Its parent sends one task at a time and gets one answer.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

let handler;

const megabytes = (bytes) => bytes / 1024 / 1024;

const timed = async (task) => {
  const start = performance.now();
  const result = await task();
  return { ms: performance.now() - start, result };
};

const tasks = {
  /** From nothing to the first answer, as Lambda does it. */
  async coldStart({ folder, event }) {
    return await timed(async () => {
      const wrapper = await import(pathToFileURL(join(folder, 'zapierwrapper.js')).href);
      handler = wrapper.handler;
      await handler(event);
    });
  },
  async call({ event }) {
    return await timed(async () => (await handler(event)).results.length);
  },
  /** The floor of a poll: the same reply, asked for and parsed by plain means. */
  async fetch({ url, headers }) {
    return await timed(async () => JSON.parse(await (await fetch(url, { headers })).text()).length);
  },
  async memory() {
    return { result: megabytes(process.memoryUsage.rss()) };
  },
};

process.on('message', async ({ task, ...input }) => {
  try {
    process.send(await tasks[task](input));
  } catch (error) {
    process.send({ error: String(error?.stack ?? error) });
  }
});
process.on('disconnect', () => process.exit());
