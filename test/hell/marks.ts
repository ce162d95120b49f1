/** What stands in a generated reply for what is not known yet, or would be long to write. */
import { repeated } from './mutations.ts';

/** Left out of the object or list that it stands in. */
export const MISSING = Symbol('missing');

/** To be filled with a value that somebody has named before; with `spare` when nobody has. */
export class Gap {
  readonly from: 'asked' | 'tape' | 'input' | 'entries';
  /** Taken modulo what there is. */
  readonly choice: number;
  readonly spare: unknown;

  constructor(from: Gap['from'], choice: number, spare: unknown) {
    this.from = from;
    this.choice = choice;
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
