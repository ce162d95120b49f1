import fc from 'fast-check';
import { inTurn, startOfTurn } from '../../../src/kit/run/turn.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2) + minute * 60_000);

test('everything keeps its place in the circle', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat({ max: 1_000_000 }), (items, minute) => {
      const turned = inTurn(items, at(minute));
      expect([...turned].sort()).toEqual([...items].sort());
    }),
  );
});

test('with any polling interval, a fifth at a time reaches all within 20 polls', () => {
  const count = 1_000;
  for (const interval of [1, 2, 5, 15]) {
    const reached = new Set<number>();
    for (let poll = 0; poll < 20; poll += 1) {
      const start = startOfTurn(at(poll * interval), count);
      for (let offset = 0; offset < count / 5; offset += 1) reached.add((start + offset) % count);
    }
    expect(reached.size).toBe(count);
  }
});
