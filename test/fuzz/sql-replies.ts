/** Replies of a cluster's SQL, which the API's document does not describe. */
import * as fc from 'fast-check';
import { oddNumber, oddText, oddValue } from './odd-values.ts';
import { isObject } from './reply-mutations.ts';
import type { Answered } from './run-record.ts';
import type { Spoilt } from './schema-values.ts';
import { parsed } from './taped-replies.ts';

const EVERYTHING = 1_000;

/** The parts of the sandbox's reply to a statement, of which others are made. */
export type SqlModel = { cols: unknown[]; col_types: unknown[]; rows: unknown[][] };

export function sqlModel(body: string): SqlModel {
  const reply = parsed(body);
  const { cols, col_types, rows } = isObject(reply) ? reply : {};
  const list = (value: unknown) => (Array.isArray(value) ? value : []);
  return { cols: list(cols), col_types: list(col_types), rows: list(rows).map(list) };
}

/** A result like the model; `trouble` of a thousand are errors. */
export function sqlReply(model: SqlModel, spoilt: Spoilt, trouble: number): fc.Arbitrary<Answered> {
  return fc.oneof(
    { weight: EVERYTHING - trouble, arbitrary: result(model, spoilt) },
    { weight: trouble, arbitrary: refusal },
  );
}

function result({ cols, col_types, rows }: SqlModel, spoilt: Spoilt): fc.Arbitrary<Answered> {
  const or = (fitting: fc.Arbitrary<unknown>, wrong: fc.Arbitrary<unknown>) =>
    fc.oneof(
      { weight: EVERYTHING - spoilt, arbitrary: fitting },
      { weight: spoilt, arbitrary: wrong },
    );
  const cells = cols.map((_col, index) => {
    const known = rows.map((row) => row[index]);
    const like = known.length > 0 ? fc.oneof(fc.constantFrom(...known), likeNumber) : likeNumber;
    return or(like, fc.oneof(fc.constant(null), oddNumber, oddText, oddValue));
  });
  const row = or(fc.tuple(...cells), oddValue);
  const cellLike = (value: unknown) =>
    fc.oneof(
      { weight: EVERYTHING * (1 + rows.length) - spoilt, arbitrary: fc.constant(value) },
      { weight: spoilt, arbitrary: oddValue },
    );
  const list = fc.oneof(
    { weight: 20, arbitrary: fc.array(row, { minLength: 1, maxLength: 4 }) },
    // A catalog is of use only as a whole.
    { weight: 40, arbitrary: fc.tuple(...rows.map((one) => fc.tuple(...one.map(cellLike)))) },
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: huge(row) },
  );
  return fc
    .record({
      cols: or(fc.constant(cols), fc.oneof(fc.array(oddText, { maxLength: 4 }), oddValue)),
      col_types: or(fc.constant(col_types), fc.oneof(types, oddValue)),
      rows: or(list, oddValue),
      rowcount: or(fc.constant(rows.length), fc.oneof(fc.constant(-1), oddValue)),
      duration: or(fc.double({ min: 0, max: 1e4, noNaN: true }), oddValue),
    })
    .map((body) => ({ status: 200, type: 'application/json', body: JSON.stringify(body) }));
}

const likeNumber = fc.oneof(fc.nat(100), fc.integer({ min: 0, max: 2 ** 40 }), fc.constant(-1));

const huge = (row: fc.Arbitrary<unknown>) =>
  fc
    .tuple(fc.array(row, { minLength: 1, maxLength: 2 }), fc.integer({ min: 101, max: 3_000 }))
    .map(([rows, length]) => Array.from({ length }, (_, index) => rows[index % rows.length]));

/** CrateDB: codes, and lists within lists. */
const types = fc.array(fc.constantFrom(4, 9, 10, 11, 12, 15, 24, [100, 11], [100, [100, 24]], -7));

const refusal: fc.Arbitrary<Answered> = fc.oneof(
  fc
    .record({
      status: fc.constantFrom(400, 401, 403, 404, 409, 429, 500, 503),
      error: fc.oneof(
        fc.record({
          message: fc.oneof(
            fc.constant("RelationUnknown[Relation 'sys.nodes' unknown]"),
            oddText,
            oddValue,
          ),
          code: fc.oneof(fc.constantFrom(4000, 4011, 4041, 4091, 4290, 5000, 5002), oddValue),
        }),
        oddValue,
      ),
    })
    .map(({ status, error }) => ({
      status,
      type: 'application/json',
      body: JSON.stringify({ error }),
    })),
  fc
    .record({ status: fc.constantFrom(401, 429, 502, 504), body: oddText })
    .map((it) => ({ ...it, type: 'text/plain' })),
);
