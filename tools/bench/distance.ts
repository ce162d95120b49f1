import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A port from which whatever is sent to another port of this machine, or comes back from there, is half a
 * round trip under way. That a connection is made takes no time, for the system does it.
 */
export async function startDistance(
  port: number,
  roundTripMs: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay();
      open.add(from);
      const later = (task: () => void) => setTimeout(task, roundTripMs / 2);
      from.on('data', (chunk) => later(() => to.write(chunk)));
      from.on('end', () => later(() => to.end()));
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}
