import fc from 'fast-check';
import { Digits, parsedExactly, rounded, writtenOut } from '../../../src/clients/sql/digits.ts';

/** A number as JSON may have it, with as many digits as anybody likes. */
const literal = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.bigInt({ min: 0n, max: 10n ** 40n }),
    fc.option(fc.stringMatching(/^\d{1,30}$/), { nil: null }),
    fc.option(fc.integer({ min: -60, max: 60 }), { nil: null }),
  )
  .map(([sign, whole, part, exponent]) =>
    [sign, whole, part === null ? '' : `.${part}`, exponent === null ? '' : `e${exponent}`].join(
      '',
    ),
  );

/** The value as a fraction of whole numbers. */
function fractionOf(number: string): [unscaled: bigint, scale: number] {
  const [, sign, whole = '', part = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(number) ?? [];
  const unscaled = BigInt(`${sign === '-' ? '-' : ''}${whole}${part}`);
  return [unscaled, part.length - Number(exponent)];
}

function isSame(a: string, b: string): boolean {
  const [[x, scaleX], [y, scaleY]] = [fractionOf(a), fractionOf(b)];
  const scale = Math.max(scaleX, scaleY);
  return x * 10n ** BigInt(scale - scaleX) === y * 10n ** BigInt(scale - scaleY);
}

test('a number written out is the same number, without an exponent', () => {
  fc.assert(
    fc.property(literal, (number) => {
      const out = writtenOut(number);
      expect(out).toMatch(/^-?\d+(\.\d+)?$/);
      expect(isSame(out, number)).toBe(true);
    }),
  );
  expect(writtenOut('0E-10')).toBe('0.0000000000');
  expect(writtenOut('1.50')).toBe('1.50');
});

test('whatever digits a number of JSON has, none is lost where a column takes it as text', () => {
  fc.assert(
    fc.property(fc.array(literal, { minLength: 1, maxLength: 5 }), (numbers) => {
      const read = parsedExactly(`{"list":[${numbers.join()}]}`) as { list: unknown[] };
      for (const [index, number] of numbers.entries()) {
        const one = read.list[index];
        const text = one instanceof Digits ? one.source : writtenOut(String(one));
        expect(isSame(text, number)).toBe(true);
      }
    }),
  );
});

test('inside of an object a number that would be another one is refused, and nothing else', () => {
  const inObject = (number: string) => rounded(parsedExactly(`{"a":[{"b":${number}}]}`));
  expect(inObject('12345678901234.5678')).toEqual({
    value: { a: [{ b: 12_345_678_901_234.568 }] },
  });
  expect(inObject('0.00000001')).toEqual({ value: { a: [{ b: 1e-8 }] } });
  expect(inObject('9007199254740993')).toBeNull();
  expect(inObject('1e400')).toBeNull();
  const odd = parsedExactly('{"__proto__":{"a":1},"constructor":2}');
  expect(JSON.stringify(rounded(odd)?.value)).toBe('{"__proto__":{"a":1},"constructor":2}');
});

test('what is no JSON is told from what is null', () => {
  expect(parsedExactly('{')).toBeUndefined();
  expect(parsedExactly('null')).toBeNull();
  const deep = `${'['.repeat(20_000)}12345678901234567${']'.repeat(20_000)}`;
  expect(Array.isArray(parsedExactly(deep))).toBe(true);
});
