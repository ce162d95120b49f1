/**
 * Reads from the addresses that it is given, over connections that are kept, and has nothing more to do.
 * Tells at its end how many connections are still open: they waited, and held nothing up.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { zapierTransport } from '../../../src/kit/run/transport.ts';
import { z } from './requests.ts';

const sockets: Socket[] = [];
subscribe('net.client.socket', (message) => {
  sockets.push((message as { socket: Socket }).socket);
});

const { send, close } = zapierTransport(z);
for (const url of process.argv.slice(2)) {
  for (const connection of ['kept', 'kept', 'run', 'own'] as const) {
    const { text } = await send({ method: 'GET', url, headers: {}, timeoutMs: 60_000, connection });
    if (text !== 'ok') throw new Error(`${url} said ${text}`);
  }
}
close();

process.on('exit', () => {
  console.log(sockets.filter(({ destroyed }) => !destroyed).length);
});
