// A process that an unpacked zip is measured in. Plain JavaScript, so that nothing but the zip is
// loaded. Its parent sends one task at a time and gets one answer.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

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
  /** The floor of several requests: the same replies, asked for one after the other. */
  async fetchAll({ urls, headers }) {
    return await timed(async () => {
      for (const url of urls) JSON.parse(await (await fetch(url, { headers })).text());
      return urls.length;
    });
  },
  /** The floor of a statement: the same sent and its reply parsed by plain means; how many rows it has. */
  async post({ url, headers, body }) {
    return await timed(async () => {
      const reply = await fetch(url, { method: 'POST', headers, body });
      const text = await reply.text();
      if (!reply.ok) throw new Error(text);
      const { rows, results } = JSON.parse(text);
      return (rows ?? results).length;
    });
  },
  /** CPU time of one call, of all threads, as the mean of so many. */
  async cpu({ event, times }) {
    const before = process.cpuUsage();
    for (let count = 0; count < times; count += 1) await handler(event);
    const { user, system } = process.cpuUsage(before);
    return { ms: (user + system) / 1_000 / times, result: times };
  },
  /** What one call takes of the heap, in MiB: little enough that nothing is collected meanwhile. */
  async allocation({ event }) {
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    const before = process.memoryUsage().heapUsed;
    await handler(event);
    return { result: megabytes(process.memoryUsage().heapUsed - before) };
  },
  async memory() {
    return { result: megabytes(process.memoryUsage.rss()) };
  },
  /**
   * The most that ever was resident. Linux tells it of this process alone; its getrusage also counts what
   * the parent had when it forked.
   */
  async peak() {
    if (process.platform !== 'linux') {
      return { result: process.resourceUsage().maxRSS / 1024 };
    }
    const status = await readFile('/proc/self/status', 'utf8');
    return { result: Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)[1]) / 1024 };
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
