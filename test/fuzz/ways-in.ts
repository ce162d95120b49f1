/** The two ways in which replies go wrong, as something that fast-check makes up and shrinks. */
import type * as fc from 'fast-check';
import type { Operation } from '../../tools/contract/document.ts';
import type { Step } from '../conformance/steps.ts';
import { type Play, playDirectly } from './direct-run.ts';
import { type Mutation, mutations } from './reply-mutations.ts';
import { chances, schemaAnswers } from './schema-replies.ts';
import type { Tape } from './tape.ts';
import { tapedAnswer } from './taped-replies.ts';

export type WayName = 'taped' | 'by schema';

export type Way = {
  name: WayName;
  cases: fc.Arbitrary<unknown>;
  play(one: unknown): Promise<Play>;
};

const LONGEST = 3_000;

function way<Case>(
  name: WayName,
  cases: fc.Arbitrary<Case>,
  play: (one: Case) => Promise<Play>,
): Way {
  return { name, cases, play: (one) => play(one as Case) };
}

/** `operations` are those of the API's document. */
export function waysOf(step: Step, tape: Tape, operations: readonly Operation[]): Way[] {
  const answers = schemaAnswers(operations, tape);
  return [
    way('taped', mutations(LONGEST), (planned: Mutation[]) =>
      playDirectly(step, tape, (asking, played) => tapedAnswer(tape, planned, asking, played)),
    ),
    way('by schema', chances(), (chance) => playDirectly(step, tape, answers(chance))),
  ];
}
