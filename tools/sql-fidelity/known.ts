/** Differences that stay, by the request's id, each with its reason. */
export const KNOWN: Record<string, string> = {
  'result.sys.cols':
    "_version and _seq_no count what was written to the row's shard before, of which the recording holds a part; and a real CrateDB gives null for _doc['name'], why is not known.",
  'param.limit.neg':
    'The same 37 rows in another order: none was asked for, and a real CrateDB gives them as its Lucene segments were merged.',
  '5.8.7.upsert.returning':
    "_seq_no counts what was written to the row's shard before, of which the recording holds a part.",
};
