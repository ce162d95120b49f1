import type { Operation } from '../../src/clients/cloud/operations.ts';
import { toOperationRecord } from '../../src/clusters/operation-record.ts';
import { lookUp } from '../../src/kit/look-up.ts';
import { roleName } from '../../src/vocabulary/roles.ts';

const ODD = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];

test('a table has what was written into it, and nothing else', () => {
  const table = { AWS: 'the AWS Marketplace' };
  expect(lookUp(table, 'AWS')).toBe('the AWS Marketplace');
  for (const word of [...ODD, '', null]) expect(lookUp(table, word)).toBeUndefined();
});

test.each(ODD)('%s is a role and an operation like any unknown one', (word) => {
  expect(roleName(word)).toBe(word);
  const operation = {
    id: 'a',
    type: word,
    status: 'REGISTERED',
    dc: { created: null, modified: null },
    feedback_data: { message: null },
    non_sensitive_data: {},
  } as unknown as Operation;
  const cluster = { id: 'b', name: 'weather-prod' };
  expect(toOperationRecord(operation, cluster as never).operation_name).toBe(word);
});
