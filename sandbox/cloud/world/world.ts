import type { Ports } from '../database/ports.ts';
import type { FaultList } from '../faults/faults.ts';
import { createFaultList } from '../faults/faults.ts';
import type { SqlService } from '../sql/service.ts';
import { type SeedSize, seedState } from '../state/seed.ts';
import type { State } from '../state/types.ts';
import { type Clock, createClock } from './clock.ts';
import { uuid } from './ids.ts';
import { createLog, type Log } from './log.ts';
import { DEFAULT_SWITCHES, type Switches, setSwitches } from './switches.ts';
import { SECOND, stamp } from './times.ts';

export type WorldOptions = {
  size: SeedSize;
  start: string;
  speed: number;
  switches: Partial<Switches>;
  sql: SqlService;
};

/** One running cloud: its time, its state, and what is asked of it beyond the API. */
export type World = {
  /** Names the SQL data of this run; a reset makes a new one. */
  id: string;
  origin: string;
  clock: Clock;
  state: State;
  switches: Switches;
  faults: FaultList;
  log: Log;
  sql: SqlService;
  /** Operations that have not ended, by cluster id. */
  running: Set<string>;
  /** Imports and exports that have not ended, by id. */
  jobs: Set<string>;
  /** Ends when the jobs have got as far as they were asked to. */
  jobWork: Promise<void>;
  /** A port for each cluster, if so wished. */
  ports?: Ports;
  prometheus: Map<string, { at: number; text: string }>;
  counter: number;
  reset(): void;
};

let worlds = 0;

export function createWorld(options: WorldOptions): World {
  worlds += 1;
  const name = `world-${worlds}`;
  let resets = 0;
  const world = { origin: '', sql: options.sql } as World;
  world.reset = () => {
    resets += 1;
    world.id = `${name}-${resets}`;
    world.clock = createClock(options.start, options.speed);
    world.switches = { ...DEFAULT_SWITCHES };
    setSwitches(world.switches, options.switches);
    world.faults = createFaultList();
    world.log = createLog();
    world.running = new Set();
    world.jobs = new Set();
    world.jobWork = Promise.resolve();
    world.prometheus = new Map();
    world.counter = 0;
    world.state = seedState(world.clock.now().getTime(), options.size);
    for (const operation of world.state.operation.values()) {
      if (operation.sandbox) world.running.add(operation.id);
    }
  };
  world.reset();
  return world;
}

/** The id of the next new thing of this kind: the same after every reset. */
export function nextId(world: World, kind: string): string {
  world.counter += 1;
  return uuid(`new ${kind} ${world.counter}`);
}

/** The time as the service writes it into `dc`. */
export function writtenNow(world: World): string {
  return stamp(world.clock.now().getTime() + world.switches.clockSkewSeconds * SECOND);
}

export function writtenDc(world: World): { created: string; modified: string } {
  const now = writtenNow(world);
  return { created: now, modified: now };
}
