import type { Reply } from '../server/call.ts';
import type { FaultInput } from './faults.ts';

/** The canned answer of a fault; undefined when it has none. */
export function faultReply(fault: FaultInput, url: string): Reply | undefined {
  const headers = fault.headers ?? {};
  if (fault.throttle) {
    const { retryAfter } = fault.throttle;
    return {
      status: 429,
      headers: retryAfter === undefined ? headers : { ...headers, 'retry-after': retryAfter },
      json: fault.body ?? { message: 'Too many requests.', success: false },
    };
  }
  if (fault.redirect) {
    const to =
      typeof fault.redirect === 'string' ? fault.redirect : `/?rd=${encodeURIComponent(url)}`;
    return {
      status: fault.status ?? 302,
      headers: { ...headers, location: to },
      text: '',
      contentType: 'text/html',
    };
  }
  if (fault.html) {
    const text = typeof fault.html === 'string' ? fault.html : PROXY_PAGE;
    return { status: fault.status ?? 200, headers, text, contentType: 'text/html; charset=utf-8' };
  }
  if (fault.instead) return { status: fault.status ?? 200, headers, ...saying(fault) };
  return fault.status === undefined ? undefined : { status: fault.status, headers, ...body(fault) };
}

const PROXY_PAGE = `<!doctype html><html><head><title>Just a moment</title></head><body><h1>Service</h1></body></html>`;

function saying({ instead, body: given }: FaultInput): Partial<Reply> {
  switch (instead) {
    case 'null':
      return { json: null };
    case 'unsuccessful':
      return { json: given ?? { message: 'Quota exceeded.', success: false } };
    case 'empty':
      return { json: {} };
    default:
      return { text: '' };
  }
}

function body({ body: given, contentType }: FaultInput): Partial<Reply> {
  const form = contentType === undefined ? {} : { contentType };
  if (typeof given === 'string') return { text: given, contentType: 'text/plain', ...form };
  const json = given === undefined ? { message: 'An error occured.', success: false } : given;
  return { json, ...form };
}
