/** What stands in a generated reply for what is not known yet, or would be long to write. */
import { repeated } from './reply-mutations.ts';

/** Left out of the object or list that it stands in. */
export const MISSING = Symbol('missing');

/** To be filled with a value that somebody has named before; with `spare` when nobody has. */
export class Gap {
  readonly from: 'asked' | 'tape' | 'input';
  /** Taken modulo what there is. */
  readonly choice: number;
  readonly spare: unknown;

  constructor(from: Gap['from'], choice: number, spare: unknown) {
    this.from = from;
    this.choice = choice;
    this.spare = spare;
  }
}

/** To be filled with a thing from the tape, of which some fields are others; with `spare` without one. */
export class Known {
  /** Taken modulo what there is. */
  readonly choice: number;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly spare: unknown;

  constructor(choice: number, changes: Known['changes'], spare: unknown) {
    this.choice = choice;
    this.changes = changes;
    this.spare = spare;
  }
}

/** To be filled with all things that the tape lists, of which some are others; with `spare` without any. */
export class KnownList {
  /** By the place of a thing, taken modulo how many there are. */
  readonly changes: readonly (readonly [place: number, changes: Known['changes']])[];
  readonly spare: unknown;

  constructor(changes: KnownList['changes'], spare: unknown) {
    this.changes = changes;
    this.spare = spare;
  }
}

/** A list to be made long when its gaps are filled; until then it is cheap to make and to shrink. */
export class Huge {
  readonly list: unknown[];
  readonly length: number;
  readonly sameIds: boolean;

  constructor(list: unknown[], length: number, sameIds: boolean) {
    this.list = list;
    this.length = length;
    this.sameIds = sameIds;
  }

  of(filledList: unknown[]): unknown[] {
    return repeated(filledList, this);
  }
}
