import { expect, test } from '@jest/globals';
import { adminUiUrl, consoleUrl } from '../../src/vocabulary/console.ts';

test('the Admin UI is the root of a cluster’s address, with one slash', () => {
  const address = 'https://weather-prod.aks1.westeurope.azure.cratedb.net:4200';
  expect(adminUiUrl(address)).toBe(`${address}/`);
  expect(adminUiUrl(`${address}/`)).toBe(`${address}/`);
});

test.each([null, '', 'weather-prod', 'javascript:alert(1)'])('%p is no address to click', (url) => {
  expect(adminUiUrl(url)).toBeNull();
});

test('links of the Console lead to documented pages only', () => {
  expect(consoleUrl('cluster')).toBe('https://console.cratedb.cloud/');
  expect(consoleUrl('api_keys')).toBe('https://console.cratedb.cloud/account/settings');
});
