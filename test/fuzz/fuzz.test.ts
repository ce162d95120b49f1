/**
 * Spoilt replies: every step against replies in which anything may be wrong. A few cases a step run
 * with the other tests; FUZZ_CASES=200 is a full run and takes minutes. A failure prints the seed, which
 * FUZZ_SEED repeats, and the smallest mutations that fail.
 */
import * as fc from 'fast-check';
import pMap from 'p-map';
import { startZapier, type Zapier } from '../../sandbox/zapier/index.ts';
import { loadHandler } from '../../sandbox/zapier/load-app.ts';
import { outcomeOf } from '../conformance/outcome.ts';
import { rows, runnable, type Step } from '../conformance/steps.ts';
import { newCloud } from '../support/sandbox.ts';
import { checkOutcome } from './outcome-rules.ts';
import { type Mutation, mutations } from './reply-mutations.ts';
import { appWithOnly, runStep } from './run-step.ts';
import { ORIGIN, record, type Tape } from './tape.ts';
import { type FuzzServer, startFuzzServer } from './tape-server.ts';

const CASES = Number(process.env.FUZZ_CASES ?? 6);
const SEED = Number(process.env.FUZZ_SEED ?? 7);
const LONGEST = CASES >= 100 ? 3_000 : 500;
const TIMEOUT_MS = 60_000 + CASES * 1_000;

/** Most of a slow case is waiting: for a further try, or for a measured cluster. */
const SIDE_BY_SIDE = 25;

let server: FuzzServer;

beforeAll(async () => {
  process.env.CRATEDB_CLOUD_URL = ORIGIN;
  server = await startFuzzServer();
});

afterAll(() => server.close());

async function withOnly<T>(step: Step, work: (zapier: Zapier) => Promise<T>): Promise<T> {
  const zapier = await startZapier({
    handler: await loadHandler({ source: appWithOnly(step) }),
    authData: { api_key: 'none', api_secret: 'none', scope: 'everything' },
    environment: { CRATEDB_CLOUD_URL: server.origin },
    locks: false,
  });
  try {
    return await work(zapier);
  } finally {
    await zapier.close();
  }
}

async function play(zapier: Zapier, step: Step, tape: Tape, planned: readonly Mutation[]) {
  const { result, played } = await server.play(tape, planned, (key) =>
    outcomeOf(
      runStep(zapier, step, tape.input, {
        authData: { api_key: key, api_secret: 'secret', scope: 'everything' },
      }),
    ),
  );
  return { outcome: result, played };
}

type Failure = { index: number; planned: Mutation[]; message: string };

async function failuresOf(
  samples: readonly Mutation[][],
  check: (planned: Mutation[]) => Promise<void>,
): Promise<Failure[]> {
  const failed = await pMap(
    samples,
    async (planned, index): Promise<Failure[]> => {
      try {
        await check(planned);
        return [];
      } catch (error) {
        return [{ index, planned, message: error instanceof Error ? error.message : `${error}` }];
      }
    },
    { concurrency: SIDE_BY_SIDE },
  );
  return failed.flat();
}

test.each(rows(runnable))(
  '%s bears spoilt replies',
  async (_key, step) => {
    const tape = await record(step, await newCloud());
    await withOnly(step, async (zapier) => {
      const { outcome, played } = await play(zapier, step, tape, []);
      expect(outcome.error).toBeNull();
      const normal = { requests: played.requests.length, changes: played.changes };
      const check = async (planned: readonly Mutation[]) => {
        const one = await play(zapier, step, tape, planned);
        checkOutcome(step, one.outcome, one.played, normal);
      };

      const samples = fc.sample(mutations(LONGEST), { seed: SEED, numRuns: CASES });
      const failed = await failuresOf(samples, check);
      const [worst] = failed;
      if (!worst) return;
      const shrunk = await fc.check(fc.asyncProperty(mutations(LONGEST), check), {
        seed: SEED,
        path: String(worst.index),
        numRuns: 1,
        interruptAfterTimeLimit: 10_000,
      });
      throw new Error(
        `${failed.length} of ${CASES} cases fail; FUZZ_SEED=${SEED}\n` +
          `${[...new Set(failed.map(({ message }) => message))].join('\n')}\n` +
          `The smallest mutations found: ${JSON.stringify(shrunk.counterexample?.[0] ?? worst.planned)}\n` +
          `on the replies ${tape.replies.map((it, at) => `${at} ${it.method} ${it.path}`).join(', ')}`,
      );
    });
  },
  TIMEOUT_MS,
);
