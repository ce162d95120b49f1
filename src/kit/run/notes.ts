/** What a run notes for its own later attempts: above all what it asked for before a reply was lost. */

/** A kind of note, and by its type what such a note says. */
export type Note<Value> = { readonly name: string; readonly value?: Value };

/** @param name tells it apart from the other notes of the same step */
export const note = <Value>(name: string): Note<Value> => ({ name });

/** This run has asked for the change. For steps that need not note more. */
export const ASKED = note<true>('asked for');

export type Notes = {
  /** @param about which one of many things, such as a cluster's id; also in the others */
  get<Value>(note: Note<Value>, about?: string): Value | undefined;
  has(note: Note<unknown>, about?: string): boolean;
  set<Value>(note: Note<Value>, value: Value, about?: string): void;
  delete(note: Note<unknown>, about?: string): void;
};

/** Kept in memory, for as long as the run. */
export function createNotes(): Notes {
  const kept = new Map<string, unknown>();
  const key = ({ name }: Note<unknown>, about = '') => JSON.stringify([name, about]);
  return {
    // Only `set` writes, and a note's name goes with one type.
    get: <Value>(note: Note<Value>, about?: string) =>
      kept.get(key(note, about)) as Value | undefined,
    has: (note, about) => kept.has(key(note, about)),
    set: (note, value, about) => void kept.set(key(note, about), value),
    delete: (note, about) => void kept.delete(key(note, about)),
  };
}
