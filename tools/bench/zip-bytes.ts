import type { Bench } from './bench.ts';
import { type Measure, measure } from './pairs.ts';

/** The size of what is uploaded. It is the same at every build, so there is one pair. */
export async function zipBytes({ app, empty }: Bench): Promise<Measure[]> {
  return [measure('zip_bytes', 'bytes', [[app.bytes, empty.bytes]], { of: 'ratio', most: 1.3 })];
}
