import type { SendHttp } from '../../../src/base/transport.ts';

/** Sends by fetch, so that nock stands in for the network. */
export const sendByFetch: SendHttp = async ({ method, url, headers, body, timeoutMs }) => {
  const reply = await fetch(url, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: String(body) }),
  });
  return {
    status: reply.status,
    header: (name) => reply.headers.get(name),
    text: await reply.text(),
  };
};
