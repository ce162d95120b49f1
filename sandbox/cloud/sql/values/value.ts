/**
 * Values as the sandbox's database holds them. Whole numbers and timestamps (milliseconds since 1970)
 * are bigints, doubles and reals are numbers: so a value tells which of the two it is, as in CrateDB.
 */

/** `unscaled` divided by ten to the power of `scale`. */
export class Numeric {
  readonly unscaled: bigint;
  readonly scale: number;
  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }
}

export class Interval {
  readonly months: number;
  readonly days: number;
  readonly milliseconds: number;
  constructor(months: number, days: number, milliseconds: number) {
    this.months = months;
    this.days = days;
    this.milliseconds = milliseconds;
  }
}

/** A time of day: microseconds, and the zone's offset in seconds. */
export class TimeTz {
  readonly micros: number;
  readonly offset: number;
  constructor(micros: number, offset: number) {
    this.micros = micros;
    this.offset = offset;
  }
}

export class Bits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type ObjectValue = { [key: string]: Value };

export type Value =
  | null
  | boolean
  | string
  | number
  | bigint
  | Numeric
  | Interval
  | TimeTz
  | Bits
  | Value[]
  | ObjectValue;

/** An object without a prototype, so that any text may be a key. */
export function makeObject(entries: Iterable<[string, Value]> = []): ObjectValue {
  const made: ObjectValue = Object.create(null);
  for (const [key, value] of entries) made[key] = value;
  return made;
}

export function isObject(value: Value): value is ObjectValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Numeric) &&
    !(value instanceof Interval) &&
    !(value instanceof TimeTz) &&
    !(value instanceof Bits)
  );
}
