/** The sandbox's SQL as a target: one cluster for each recorded version, on a clock that stands still. */
import { generateKeyPair, SignJWT } from 'jose';
import { placeShards } from '../../sandbox/cloud/clusters/shards.ts';
import { createSqlService } from '../../sandbox/cloud/sql/service.ts';
import type { SqlCluster } from '../../sandbox/cloud/sql/types.ts';
import { ISSUER, NOW } from './scene.ts';
import type { Sent, Target } from './target.ts';

const ctx = { now: new Date(NOW), issuer: ISSUER };
const seconds = (iso: string): number => Date.parse(iso) / 1000;
/** The time that the recorded refusals name. */
const NAMED = seconds('2026-11-28T14:00:00Z');

const clusterOf = (version: string): SqlCluster => ({
  id: 'fidelity',
  name: `fidelity-${version}`,
  version,
  user: 'admin',
  gcAvailable: true,
  password: null,
  nodes: [
    {
      name: 'node-1',
      role: 'data',
      tells: 'all',
      disks: [{ dev: '/dev/sda', path: '/data/data0', size: 64e9, used: 10e9 }],
      diskSize: 64e9,
      diskUsed: 10e9,
      past: { low: false, high: false, flood_stage: false },
      cpuPercent: 10,
      heapUsed: 1e9,
      heapMax: 4e9,
      memory: 8e9,
      load1: 1,
      processors: 2,
    },
  ],
  expectedNodes: 1,
  watermarks: { low: '85%', high: '90%', flood_stage: '95%' },
  placeShards: (tables) => placeShards(tables, [{ name: 'node-1', present: true, filled: 0 }]),
});

type Claims = { iss?: string; aud?: string; username?: string; iat?: number; exp?: number };

export async function sandboxTarget(): Promise<Target> {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const stranger = await generateKeyPair('RS256', { extractable: true });
  const service = createSqlService({ keys: { ...keys, kid: 'known' }, seeded: false });
  const now = NOW / 1000;

  function sign(
    claims: Claims,
    kid: string | undefined = 'known',
    key = keys.privateKey,
  ): Promise<string> {
    const {
      iss = ISSUER,
      aud = 'fidelity',
      username = 'forge',
      iat = Math.min(now, NAMED) - 60,
      exp,
    } = claims;
    return new SignJWT({ iss, aud, username, iat, exp: exp ?? Math.max(now, NAMED) + 3600 })
      .setProtectedHeader({ alg: 'RS256', ...(kid !== '' && { kid }) })
      .sign(key);
  }

  const TOKENS: Record<string, () => Promise<string>> = {
    good: () => sign({}),
    expired: () => sign({ exp: NAMED }),
    wrongaud: () => sign({ aud: 'another' }),
    wrongkey: () => sign({}, 'known', stranger.privateKey),
    wrongkid: () => sign({}, 'nokid'),
    nokid: () => sign({}, ''),
    unknownuser: () => sign({ username: 'nobody' }),
    futureiat: () => sign({ iat: NAMED }),
    downiss: () => sign({ iss: 'http://issuer.example/down/', username: 'forgedown' }),
  };

  /** The refusals name one time: it is in the past for the one, in the future for the other. */
  const clockOf = (authorization: string | undefined): Date => {
    if (authorization?.includes('<expired>')) return new Date((NAMED + 1) * 1000);
    if (authorization?.includes('<futureiat>')) return new Date((NAMED - 600) * 1000);
    return ctx.now;
  };

  async function header({ authorization, user = 'admin' }: Sent): Promise<string | undefined> {
    if (authorization === undefined) {
      return user === 'admin'
        ? `Bearer ${await sign({ username: user })}`
        : `Basic ${Buffer.from(`${user}:secret`).toString('base64')}`;
    }
    if (authorization === '') return undefined;
    const token = /^Bearer <(\w+)>$/.exec(authorization)?.[1];
    if (token !== undefined) return `Bearer ${await TOKENS[token]?.()}`;
    const basic = /^Basic <(.*)>$/.exec(authorization)?.[1];
    return basic === undefined ? authorization : `Basic ${Buffer.from(basic).toString('base64')}`;
  }

  return {
    async send(sent) {
      const { connection, defaultSchema } = sent;
      const reply = await service.handle(
        clusterOf(sent.version),
        {
          world: sent.version,
          authorization: await header(sent),
          query: sent.query,
          body: sent.body,
          ...(connection !== undefined && { connection }),
          ...(defaultSchema !== undefined && { defaultSchema }),
        },
        { ...ctx, now: clockOf(sent.authorization) },
      );
      return { status: reply.status, headers: reply.headers, body: reply.body };
    },
    close: () => service.close(),
  };
}
