import { cloudOrigin, PRODUCTION_ORIGIN } from '../../../src/clients/cloud/origin.ts';

const originOf = (url?: string) => cloudOrigin(url === undefined ? {} : { CRATEDB_CLOUD_URL: url });

test('is CrateDB Cloud unless told otherwise', () => {
  expect(originOf()).toBe(PRODUCTION_ORIGIN);
  expect(originOf(' ')).toBe(PRODUCTION_ORIGIN);
});

test.each([
  ['https://staging.example.com', 'https://staging.example.com'],
  ['https://staging.example.com:8443/', 'https://staging.example.com:8443'],
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s is allowed', (url, origin) => {
  expect(originOf(url)).toBe(origin);
});

test.each([
  'http://console.cratedb.cloud',
  'http://127.0.0.1.evil.example',
  'http://localhost.evil.example',
  'http://10.0.0.1',
  'ftp://127.0.0.1',
  'https://user:pass@example.com',
  'https://example.com/path',
  'https://example.com/?q=1',
  'console.cratedb.cloud',
  'javascript:alert(1)',
])('%s is refused', (url) => {
  expect(() => originOf(url)).toThrow(/CRATEDB_CLOUD_URL/);
});
