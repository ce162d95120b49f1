/**
 * What was done between the recorded requests, which are a part of a longer session: the tables,
 * rows, users and settings that the replies show. Steps run as the cluster's own user.
 */
import type { RecordedRequest } from './recording.ts';

export type Step = string | Pick<RecordedRequest, 'stmt' | 'args' | 'bulk_args'>;

export const NOW = 1_795_800_000_000;
export const ISSUER = 'http://issuer.example/jwk/';

const R1 = {
  stmt: `INSERT INTO alltypes (id, c_bool, c_char, c_byte, c_small, c_int, c_big, c_real, c_dbl, c_num, c_text, c_varchar, c_character,
 c_ts, c_tsn, c_ip, c_gp, c_gs, c_od, c_os, c_oi, c_aint, c_atext, c_aobj, c_ats, c_aaint, c_fv, c_bit)
 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  args: [
    'r1',
    true,
    5,
    5,
    300,
    70000,
    '9007199254740993',
    1.5,
    Math.PI,
    '12345678901234.5678',
    'tëxt',
    'abc',
    'ab',
    '2026-03-02T09:00:00.123+02:00',
    '2026-03-02T09:00:00.123+02:00',
    '192.168.0.1',
    [9.74, 47.41],
    'POLYGON ((30 10, 40 40, 20 40, 10 20, 30 10))',
    { k: 1, t: '2026-01-01' },
    { x: 1, y: 's' },
    { any: [1, 'a'] },
    [1, null, 3],
    ['a', 'b'],
    [
      { k: 'a', v: 1 },
      { k: 'b', v: null },
    ],
    [1700000000000, '2026-03-02'],
    [[1, 2], [3]],
    [0.1, 0.2, 0.3],
    '1010',
  ],
};

const many = (ids: number[]): Step => ({
  stmt: 'INSERT INTO items (id, name) VALUES (?, ?)',
  bulk_args: ids.map((id) => [id, `n${id}`]),
});

/** Done before the request of this id. */
export const BEFORE: Record<string, Step[]> = {
  'insert.returning': [
    `CREATE TABLE namedpk (a TEXT, v INTEGER, w INTEGER, CONSTRAINT my_pk PRIMARY KEY (a), CONSTRAINT w_pos CHECK (w > 0))
     CLUSTERED INTO 2 SHARDS WITH (number_of_replicas=0)`,
    'CREATE TABLE nopk (a INTEGER, b TEXT) CLUSTERED INTO 2 SHARDS WITH (number_of_replicas=0)',
    'CREATE VIEW cheap_items AS SELECT id, name, price FROM items WHERE price < 5',
    "INSERT INTO items (id, name, price) VALUES (1, 'one', 1.0)",
  ],
  'insert.multi.partdup': [many([60, 61])],
  'upsert.wrongtarget': [many([58, 72, 73, 74, 76, 77, 78, 81, 101, 200, 201, 202])],
  'bulk.dup': [many([300, 301])],
  'bulk.delete': [many([341])],
  'update.returning': ['UPDATE items SET qty = 9 WHERE id = 1'],
  'delete.partition': [
    "INSERT INTO parted (id, day, v) VALUES (1, '2026-03-01', 'a'), (2, '2026-03-02', 'b')",
    'REFRESH TABLE parted',
  ],
  'types.select': [R1],
  'result.unnamed': ['UPDATE items SET info = {a = 3} WHERE id = 1', 'REFRESH TABLE items'],
  'result.sys.cols': [],
  'param.limit.neg': ['DELETE FROM items WHERE id IN (340, 57)', 'REFRESH TABLE items'],
  'closed.select': ['CREATE TABLE ctas AS SELECT id FROM items', 'ALTER TABLE ctas CLOSE'],
  'is.columns.items': [
    "UPDATE items SET info['newkey'] = 'x' WHERE id = 3",
    'ALTER TABLE items ADD COLUMN extra TEXT',
  ],
  'privilege.none.sys': ["CREATE USER forge WITH (password = 'secret')"],
  'privilege.dql.select': ['GRANT DQL ON TABLE doc.items TO forge'],
  'privilege.dml.select': [
    'REVOKE DQL ON TABLE doc.items FROM forge',
    'GRANT DML ON TABLE doc.items TO forge',
  ],
  'shards.create_table': ['SET GLOBAL "cluster.max_shards_per_node" = 20'],
  'session.show_timeout': ['SET GLOBAL "cluster.max_shards_per_node" = 1000'],
  'upsert.returning.inserted': [
    'CREATE TABLE ups (id INTEGER PRIMARY KEY, n TEXT) CLUSTERED INTO 1 SHARDS WITH (number_of_replicas=0)',
  ],
  'readonly.insert': ['ALTER TABLE ups SET ("blocks.read_only_allow_delete" = true)'],
  'token.good': [
    'DROP USER forge',
    `CREATE USER forge WITH (jwt = {"iss" = '${ISSUER}', "username" = 'forge', "aud" = 'fidelity'})`,
    `CREATE USER forgedown WITH (jwt = {"iss" = 'http://issuer.example/down/', "username" = 'forgedown', "aud" = 'fidelity'})`,
  ],
  '5.8.7.bulk.ok': [
    'CREATE TABLE b58 (id INTEGER PRIMARY KEY, n TEXT NOT NULL, q INTEGER) CLUSTERED INTO 2 SHARDS WITH (number_of_replicas=0)',
  ],
  '5.8.7.is.columns': [],
  '5.8.7.readonly.insert': ['ALTER TABLE b58 SET ("blocks.read_only_allow_delete" = true)'],
  '5.8.7.upsert.returning': ['ALTER TABLE b58 SET ("blocks.read_only_allow_delete" = false)'],
  '5.8.7.token.expired': [
    `CREATE USER forge WITH (jwt = {"iss" = '${ISSUER}', "username" = 'forge', "aud" = 'fidelity'})`,
  ],
};

/** Requests that shared a connection, and what was sent on it before the first of them. */
export const CONNECTIONS: Record<string, { ids: string[]; first: string[] }> = {
  timeout: {
    ids: ['session.show_timeout', 'session.killed'],
    first: ["SET statement_timeout = '200ms'"],
  },
  readOnly: {
    ids: ['session.read_only.write'],
    first: ['SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY'],
  },
  header: { ids: ['session.default_schema', 'session.default_schema.second'], first: [] },
};

/** As many shards as the whole session had made when this was asked. */
export const SHARDS_BEFORE: Record<string, number> = { 'shards.create_table': 120 };

export const userOf = (id: string): string | undefined =>
  id.startsWith('privilege.') ? 'forge' : undefined;
