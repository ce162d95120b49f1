/**
 * The storage Zap, scene by scene: storage of a cluster runs low, a Zap notices, its next step expands
 * it, the end is reported, and nothing happens twice.
 */
import { type Item, StepError, type Zap } from '../../sandbox/zapier/index.ts';
import type { Stage } from './stage.ts';
import { pick, type Transcript } from './transcript.ts';

export type Scene = { title: string; play(stage: Stage, tell: Transcript): Promise<void> };

const CLUSTER = 'weather-prod';

const watch = { cluster_id: CLUSTER, limit_percent: '80' };
const report = { cluster_id: CLUSTER, operation_types: ['EXPAND_STORAGE'] };

/** What one poll of a Zap brings. */
async function poll(tell: Transcript, zap: Zap, label: string, input: object, ...keys: string[]) {
  const items = await zap.poll();
  tell.step(
    `${label} (poll)`,
    input,
    items.map((item) => pick(item, ...keys)),
  );
  return items;
}

const USAGE = ['summary', 'severity', 'storage_used_percent', 'storage_free_gib_least'];
const OPERATION = ['summary', 'succeeded', 'message'];
const CHANGE = ['changed', 'summary', 'resize_pending', 'operation_status'];

/** The file system follows an expansion so much later. */
const DISK_DELAY_HOURS = 5;

/** Expansions that the cloud was asked for and began. */
async function expansions({ cloud }: Stage): Promise<number> {
  const changes = await cloud.changes();
  return changes.filter(({ path }) => path.endsWith('/storage/')).length;
}

/** What Zapier shows of a step that fails; undefined if it does not. */
async function failureOf(step: Promise<unknown>): Promise<StepError | undefined> {
  try {
    await step;
    return undefined;
  } catch (error) {
    if (error instanceof StepError) return error;
    throw error;
  }
}

export function scenesOf(stage: Stage): Scene[] {
  const lowZap = stage.zapier.trigger('storage_running_low', watch);
  const reportZap = stage.zapier.trigger('cluster_operation_finished', report);

  const pollLow = (tell: Transcript) => poll(tell, lowZap, 'Storage Running Low', watch, ...USAGE);
  const pollReport = (tell: Transcript) =>
    poll(tell, reportZap, 'Cluster Operation Finished', report, ...OPERATION);

  /** The action as the Zap maps it: the cluster comes from the trigger. */
  let action: Item = {};
  async function expand(tell: Transcript): Promise<Item> {
    const result = await stage.zapier.create('expand_cluster_storage', action);
    tell.step('Expand Cluster Storage', action, pick(result, ...CHANGE));
    return result;
  }
  const storage = async () => (await stage.cloud.cluster(CLUSTER)).hardware_specs;
  let before: unknown;

  return [
    {
      title: 'An account is connected',
      async play({ zapier }, tell) {
        const user = await zapier.connection.test();
        tell.step('Connection', { api_key: '…', api_secret: '…' }, user);
        const label = await zapier.connection.label();
        tell.check(`the connection is labelled ${label}`, label.includes('@'));
      },
    },
    {
      title: 'Two Zaps are switched on; storage is not low yet',
      async play(_, tell) {
        await lowZap.switchOn();
        await reportZap.switchOn();
        before = await storage();
        const told = await pollLow(tell);
        tell.check('it does not trigger while there is room', told.length === 0);
      },
    },
    {
      title: 'The cluster fills up',
      async play({ cloud }, tell) {
        tell.say(`Six hours pass; it is ${await cloud.advance({ hours: 6 })}.`);
        const told = await pollLow(tell);
        tell.check('the trigger fires, once', told.length === 1);
        const again = await pollLow(tell);
        tell.check('and not again while nothing gets worse', again.length === 0);
        action = {
          cluster_id: told[0]?.cluster_id,
          target_used_percent: '60',
          maximum_gib_per_node: '128',
        };
      },
    },
    {
      title: 'The next step of the Zap expands it',
      async play({ cloud }, tell) {
        tell.say(`The disks of this cluster follow an expansion ${DISK_DELAY_HOURS} hours later.`);
        await cloud.cluster(CLUSTER, {
          disk_delay_hours: DISK_DELAY_HOURS,
          growth_bytes_per_hour: 0,
        });
        const result = await expand(tell);
        const begun = typeof result.operation_id === 'string';
        tell.check('storage is being expanded', result.changed === true && begun);
        tell.check('the cloud was asked once', (await expansions(stage)) === 1);
      },
    },
    {
      title: 'Zapier repeats the step while the operation runs',
      async play({ cloud }, tell) {
        tell.say(`A minute passes; it is ${await cloud.advance({ minutes: 1 })}.`);
        const result = await expand(tell);
        tell.check('the repetition changes nothing', result.changed === false);
        tell.check('the cloud was still asked once', (await expansions(stage)) === 1);
        const told = await pollReport(tell);
        tell.check('no end is reported before the end', told.length === 0);
      },
    },
    {
      title: 'The operation ends and is reported',
      async play({ cloud }, tell) {
        tell.say(`The operation ends; it is ${await cloud.finishOperations()}.`);
        const told = await pollReport(tell);
        tell.check('its end is reported, once', told.length === 1 && told[0]?.succeeded === true);
        const again = await pollReport(tell);
        tell.check('and not again', again.length === 0);
        const grown = JSON.stringify(await storage()) !== JSON.stringify(before);
        tell.check('more storage is paid for now', grown);
      },
    },
    {
      title: 'The disks follow late, and nothing is bought twice',
      async play({ cloud }, tell) {
        const result = await expand(tell);
        tell.check('the step sees that a resize is on its way', result.resize_pending === true);
        tell.check('and changes nothing', result.changed === false);
        tell.say(`Five hours pass; it is ${await cloud.advance({ hours: DISK_DELAY_HOURS })}.`);
        const later = await expand(tell);
        const followed = later.resize_pending === false && later.goal_reached === true;
        tell.check('the disks have followed, and that is enough', followed);
        tell.check('the cloud was asked once in all', (await expansions(stage)) === 1);
      },
    },
    {
      title: 'All is quiet',
      async play(_, tell) {
        const told = await pollLow(tell);
        tell.check('the trigger is quiet', told.length === 0);
        const result = await expand(tell);
        tell.check('the step, repeated after the end, changes nothing', result.changed === false);
        tell.check('the cloud was asked once in all', (await expansions(stage)) === 1);
      },
    },
    {
      title: 'A wrong key is refused',
      async play({ stranger }, tell) {
        const refused = await failureOf(stranger.connection.test());
        const message = refused?.truncated ?? 'no error';
        tell.step('Connection', { api_key: '…', api_secret: 'not the secret' }, message);
        tell.check('the connection is refused', refused?.kind === 'expired_auth');
        const stopped = await failureOf(stranger.create('expand_cluster_storage', action));
        tell.step('Expand Cluster Storage', action, stopped?.truncated ?? 'no error');
        tell.check('so is a step with it', stopped?.kind === 'expired_auth');
        const quiet = [refused, stopped].every((error) => !error?.raw.includes('not the secret'));
        tell.check('the secret is not repeated in an error', quiet);
      },
    },
  ];
}
