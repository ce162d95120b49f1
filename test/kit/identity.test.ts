import { firstOfEach } from '../../src/kit/identity.ts';

test('a thing that a reply holds twice is given once, as it came first', () => {
  const items = [
    { id: 'a', at: 1 },
    { id: 'b', at: 2 },
    { id: 'a', at: 3 },
  ];
  expect(firstOfEach(items)).toEqual([
    { id: 'a', at: 1 },
    { id: 'b', at: 2 },
  ]);
});

test('things without an id are all kept', () => {
  expect(firstOfEach([{ key: 1 }, { key: 1 }])).toHaveLength(2);
});
