import { gunzipSync } from 'node:zlib';
import { parseJson } from '../sql/json.ts';
import { parseCsv } from './csv.ts';

/** Rows in the order of the columns; a value that a record lacks is null. */
export type Records = { columns: string[]; rows: unknown[][] };

/**
 * The records of a file. CSV has a header and gives texts, an empty one is null; JSON is a list, or
 * one object a line. Throws what cannot be read.
 */
export function readRecords(content: Buffer, format: string, compression: string): Records {
  let bytes = content;
  if (compression === 'gzip') {
    try {
      bytes = gunzipSync(content);
    } catch {
      throw new Error('The file is not compressed with gzip.');
    }
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  return format === 'csv' ? fromCsv(text) : fromObjects(readObjects(text));
}

function fromCsv(text: string): Records {
  const [columns = [], ...records] = parseCsv(text);
  if (columns.length === 0) throw new Error('The file is empty.');
  return {
    columns,
    rows: records.map((record) => columns.map((_, i) => record[i] || null)),
  };
}

function readObjects(text: string): Array<Record<string, unknown>> {
  const values = text.trimStart().startsWith('[')
    ? parsed(text)
    : text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [parsed(line)]));
  if (!Array.isArray(values) || !values.every(isRecord)) {
    throw new Error('The file does not hold JSON objects.');
  }
  return values;
}

function parsed(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw new Error('The file is not valid JSON.');
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fromObjects(objects: Array<Record<string, unknown>>): Records {
  const columns = [...new Set(objects.flatMap((it) => Object.keys(it)))];
  return { columns, rows: objects.map((it) => columns.map((name) => it[name] ?? null)) };
}
