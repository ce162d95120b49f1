import type { SendHttp } from '../../../src/base/transport.ts';

/** Sends by fetch, so that nock stands in for the network. */
export const sendByFetch: SendHttp = async ({ method, url, headers, body, timeoutMs, onHead }) => {
  const reply = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: String(body) }),
  });
  const head = { status: reply.status, header: (name: string) => reply.headers.get(name) };
  onHead?.(head);
  return { ...head, text: await reply.text() };
};
