import type { Zapier } from '../../../sandbox/zapier/index.ts';
import { StepError } from '../../../sandbox/zapier/index.ts';
import { toStepError } from '../../../sandbox/zapier/step-error.ts';
import { open } from './open.ts';
import type { Service } from './small-app.ts';

let zapier: Zapier;
let service: Service;

beforeEach(async () => {
  ({ zapier, service } = await open());
});

afterEach(() => zapier.close());

async function failure(how?: string, at: Zapier = zapier): Promise<StepError> {
  const step = how ? at.create('misbehave', { how }) : at.create('echo', { text: 'secret' });
  const error = await step.catch((thrown: unknown) => thrown);
  if (error instanceof StepError) return error;
  throw new Error('The step did not fail');
}

test('an error of the app is read out of its JSON', async () => {
  service.fail = (z) => new z.errors.Error('Not possible.', 'not_possible', 422);
  const error = await failure();
  expect(error).toMatchObject({ kind: 'error', type: 'AppError', message: 'Not possible.' });
  expect(error).toMatchObject({ code: 'not_possible', status: 422 });
  expect(JSON.parse(error.raw)).toEqual({
    message: 'Not possible.',
    code: 'not_possible',
    status: 422,
  });
});

test('what core adds stays in raw', async () => {
  service.fail = (z) => new z.errors.HaltedError('Stop.');
  const error = await failure();
  expect(error).toMatchObject({ kind: 'halted', message: 'Stop.' });
  expect(error.raw).toContain('What happened:');
  expect(error.raw).toContain('secret');
});

test('a throttled step has its delay, if one is named', async () => {
  service.fail = (z) => new z.errors.ThrottledError('Later.', 42);
  expect(await failure()).toMatchObject({ kind: 'throttled', message: 'Later.', delaySeconds: 42 });
  service.fail = (z) => new z.errors.ThrottledError('Later.');
  expect((await failure()).delaySeconds).toBeUndefined();
});

test('an expired connection is told apart', async () => {
  service.fail = (z) => new z.errors.ExpiredAuthError('Connect again.');
  expect(await failure()).toMatchObject({ kind: 'expired_auth', message: 'Connect again.' });
});

test.each([
  ['type error', 'TypeError', 'x is not a function'],
  ['bigint', 'TypeError', 'Do not know how to serialize a BigInt'],
  ['too large', 'Function.ResponseSizeTooLarge', 'Response payload size exceeded maximum allowed'],
])('%s is a crash', async (how, type, message) => {
  const error = await failure(how);
  expect(error).toMatchObject({ kind: 'crash', type });
  expect(error.message).toContain(message);
});

test('no answer in time is a crash', async () => {
  const { zapier: impatient } = await open({ timeoutSeconds: 0.2 });
  const error = await failure('never', impatient);
  expect(error).toMatchObject({ kind: 'crash', type: 'Timeout' });
  expect(error.message).toContain('The app did not respond in-time.');
  await impatient.close();
});

test('a thrown text is a crash', () => {
  expect(toStepError('boom')).toMatchObject({ kind: 'crash', message: 'boom', raw: 'boom' });
});

test('under jest, core throws on its runtime checks', async () => {
  expect(await failure('no object')).toMatchObject({ kind: 'error', type: 'CheckError' });
});

test('a user reads 250 characters', async () => {
  service.fail = (z) => new z.errors.Error('x'.repeat(300));
  const error = await failure();
  expect(error.message).toHaveLength(300);
  expect(error.truncated).toHaveLength(250);
});

test('the answer of a server that was not caught is the message', () => {
  const message = JSON.stringify({ status: 500, content: 'oops', request: { url: 'http://a/' } });
  const error = toStepError(Object.assign(new Error(message), { name: 'ResponseError' }));
  expect(error).toMatchObject({ kind: 'error', status: 500, message: '500 response: oops' });
});
