import type { Examples } from './example.ts';

export const rows: Examples = {
  new_row: {
    shows: 'The newest order of a table by the time it was placed.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      time_column: 'placed_at',
      look_back_hours: '48',
    },
    others: {
      'those that are not paid': {
        schema: 'doc',
        conditions: [{ column: 'status', comparison: 'differs', value: 'paid' }],
      },
      'of a table with another key': { table: 'sensor_readings', time_column: 'TS' },
    },
    expect: {
      row_key: '["Globex","4"]',
      column_customer: 'Globex',
      column_number: 4,
      older_rows_not_given: 0,
    },
  },
  new_or_updated_row: {
    shows: 'The newest readings of a table by their time.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.sensor_readings',
      time_column: 'ts',
      conditions: [{ column: 'active', comparison: 'equals', value: 'true' }],
    },
    others: {
      'of a table with several keys': {
        table: 'orders',
        time_column: 'placed_at',
        conditions: [],
        look_back_hours: '48',
      },
    },
    expect: {
      change_key: '2026-03-02T09:00:00.000Z:reading-20',
      row_key: 'reading-20',
      column_active: true,
    },
  },
  new_row_from_query: {
    shows: 'Customers with a new order, each once.',
    input: {
      cluster_id: 'weather-prod',
      statement:
        'SELECT customer, max(number) AS latest FROM "doc"."orders" WHERE placed_at >= $1 GROUP BY customer ORDER BY customer',
      identity_columns: ['customer', 'latest'],
      look_back_hours: '48',
    },
    others: {
      'without its identity': { identity_columns: ['nope'] },
      'with an identity in another case': {
        statement:
          'SELECT status, count(*) AS orders FROM doc.orders WHERE placed_at >= $1 GROUP BY status ORDER BY status',
        identity_columns: ['STATUS'],
      },
    },
    expect: { row_key: '["Acme","4"]', column_customer: 'Acme', column_latest: 4 },
  },
  find_row: {
    shows: 'An order by its customer and number.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      column_customer: 'Acme',
      column_number: '2',
    },
    others: {
      'by a part of an object, the newest': {
        table: 'sensor_readings',
        'column_payload.location.floor': '1',
        column_customer: '',
        column_number: '',
        order_column: 'ts',
      },
      'the oldest of a customer': {
        column_number: '',
        order_column: 'PLACED_AT',
        order_direction: 'ascending',
      },
      'by nothing': { column_customer: '', column_number: '' },
    },
    expect: {
      row_key: '["Acme","2"]',
      table: 'doc.orders',
      cluster_name: 'weather-prod',
      column_customer: 'Acme',
      column_number: 2,
      column_status: 'shipped',
      column_total: 59.97,
      column_placed_at: '2026-02-28T21:00:00.000Z',
    },
  },
  find_row_by_key: {
    shows: 'An order by its whole primary key.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      column_customer: 'Globex',
      column_number: '3',
    },
    others: {
      'of one column': {
        table: 'sensor_readings',
        column_id: 'reading-05',
        column_customer: '',
        column_number: '',
      },
      'without a part of it': { column_number: '' },
      'that no row has': { column_number: '99' },
    },
    expect: { row_key: '["Globex","3"]', column_number: 3, column_status: 'shipped' },
  },
  find_rows: {
    shows: 'The paid orders of a customer, the largest first.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      conditions: [
        { column: 'customer', comparison: 'equals', value: 'Globex' },
        { column: 'total', comparison: 'at_least', value: '50' },
      ],
      order_column: 'total',
      most_rows: '2',
    },
    others: {
      'by several comparisons': {
        table: 'sensor_readings',
        conditions: [
          { column: 'sensor', comparison: 'one_of', value: 'boiler, outdoor' },
          { column: 'value', comparison: 'not_null' },
          { column: 'id', comparison: 'starts', value: 'reading-0' },
          { column: 'payload.battery', comparison: 'less', value: '99' },
        ],
        order_column: 'value',
        order_direction: 'ascending',
      },
      'all of them, without an order': { conditions: [], order_column: '', most_rows: '' },
      none: { conditions: [{ column: 'status', comparison: 'is_null' }] },
      'of another schema': { schema: 'sys' },
      'of a table that is written otherwise': { table: '"doc"."orders"', schema: 'DOC' },
    },
    expect: {
      count: 2,
      cut: true,
      table: 'doc.orders',
      summary: 'More than 2 rows of doc.orders match; the first 2 are here.',
    },
  },
  find_rows_by_query: {
    shows: 'What each customer has ordered, with a value for the placeholder.',
    input: {
      cluster_id: 'weather-prod',
      statement:
        'SELECT customer, count(*) AS orders FROM "doc"."orders" WHERE number > ? GROUP BY customer ORDER BY customer',
      value_1: '1',
    },
    others: {
      'with numbered values': {
        statement: 'SELECT customer, total FROM doc.orders WHERE number = $1 AND status = $2;',
        value_2: 'open',
      },
      'with more values than places': { value_3: '3' },
      'with both kinds of places': { statement: 'SELECT ? AS a, $1 AS b' },
      'with more rows than are wanted': {
        statement: 'SELECT id, big, payload FROM doc.sensor_readings ORDER BY id',
        value_1: '',
        most_rows: '2',
      },
      'that is no query': { statement: 'DELETE FROM doc.orders', value_1: '' },
    },
    expect: {
      count: 2,
      cut: false,
      rows: [
        { row_number: 1, column_customer: 'Acme', column_orders: '3' },
        { row_number: 2, column_customer: 'Globex', column_orders: '3' },
      ],
    },
  },
  create_rows: {
    shows: 'Three orders, one of them with a text where a number belongs.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      rows_json: JSON.stringify([
        { customer: 'Initech', number: 1, total: 12.5 },
        { customer: 'Initech', number: 'two', total: 5 },
        { customer: 'Initech', number: 3 },
      ]),
    },
    others: {
      'as line items': {
        rows_json: '',
        row_items: [
          { column_customer: 'Initech', column_number: '1', column_total: '' },
          { column_customer: '', column_number: '' },
          { column_customer: 'Acme', column_number: '1' },
          { column_customer: 'Initech', column_number: '2', column_gone: 'x' },
        ],
      },
      'where they are there already, they are left': {
        if_exists: 'skip',
        rows_json: JSON.stringify([
          { customer: 'Acme', number: 1, status: 'paid' },
          { customer: 'Initech', number: 1 },
        ]),
      },
      'where they are there already, they are updated': {
        if_exists: 'update',
        rows_json: JSON.stringify([
          { customer: 'Acme', number: 1, status: 'paid' },
          { customer: 'Acme', number: 1, total: 7 },
          { CUSTOMER: 'Initech', number: 1 },
          { customer: 'Initech', number: 2, nope: 1 },
          { customer: 'Initech', number: null },
        ]),
      },
      'a row that is none': { rows_json: '[{"customer":"Initech","number":1},[]]' },
    },
    expect: {
      summary: '2 of 3 rows were written to doc.orders; 1 failed.',
      written_count: 2,
      failed_count: 1,
      failed_rows: [
        {
          row_number: 2,
          reason: 'number is no whole number',
          row_json: '{"customer":"Initech","number":"two","total":5}',
        },
      ],
    },
  },
  update_rows: {
    shows: 'All open orders of a customer are set to paid.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      conditions: [
        { column: 'customer', comparison: 'equals', value: 'Acme' },
        { column: 'status', comparison: 'equals', value: 'open' },
      ],
      column_status: 'paid',
    },
    others: {
      'to nothing': { column_status: '', null_columns: ['status', 'total'] },
      'to a value and to nothing': { null_columns: ['status'] },
      'in their key': { column_number: '9' },
      'of which there is none': {
        conditions: [{ column: 'customer', comparison: 'equals', value: 'Nobody' }],
      },
      'more than may be': { most_rows: '1' },
      'just as many as may be': { most_rows: '2' },
    },
    expect: {
      changed: true,
      matched_count: 2,
      changed_count: 2,
      failed_count: 0,
      summary: '2 rows of doc.orders were updated.',
    },
  },
  delete_rows: {
    shows: 'The shipped orders of a customer are deleted.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      conditions: [
        { column: 'customer', comparison: 'equals', value: 'Globex' },
        { column: 'status', comparison: 'equals', value: 'shipped' },
      ],
      confirm: 'orders',
    },
    others: {
      'with the schema in what is typed': { confirm: 'doc.orders' },
      'one by its key': {
        conditions: [
          { column: 'customer', comparison: 'equals', value: 'Globex' },
          { column: 'number', comparison: 'equals', value: '3' },
        ],
      },
      'more than may be': {
        conditions: [{ column: 'customer', comparison: 'equals', value: 'Globex' }],
        most_rows: '3',
      },
    },
    expect: { changed: true, matched_count: 1, changed_count: 1 },
  },
  run_statement: {
    shows: 'A statement with a value for its placeholder.',
    input: {
      cluster_id: 'weather-prod',
      statement: 'UPDATE "doc"."orders" SET status = $2 WHERE customer = $1 AND number = 1',
      value_1: 'Acme',
      value_2: 'paid',
    },
    others: {
      'that reads': {
        statement: 'SELECT count(*) AS orders, max(placed_at) AS latest FROM doc.orders;',
        value_1: '',
        value_2: '',
      },
      'with a value that is null': { value_2: '' },
      'with too few places': { statement: 'DELETE FROM doc.orders WHERE customer = ?' },
    },
    expect: { row_count: 1 },
  },
  create_row: {
    shows: 'An order that came in by a form.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      column_customer: 'Initech',
      column_number: '1',
      column_placed_at: '2026-03-02T09:00:00Z',
      column_status: 'open',
      column_total: '12.50',
    },
    others: {
      'one that is there': { column_customer: 'Acme' },
      'one without a part of its key': { column_number: '' },
      'one with nothing in a column': { column_status: '', null_columns: ['status'] },
      'one with a field that is gone': { column_gone: 'x' },
      'one with nothing at all': {
        column_customer: '',
        column_number: '',
        column_placed_at: '',
        column_status: '',
        column_total: '',
      },
      'one of another table': {
        table: 'sensor_readings',
        column_customer: '',
        column_number: '',
        column_placed_at: '',
        column_status: '',
        column_total: '',
        column_id: 'new',
        column_tags: ['a', 'b'],
        'column_payload.unit': 'K',
        column_active: 'no',
      },
    },
    expect: {
      row_key: '["Initech","1"]',
      column_number: 1,
      column_total: 12.5,
      column_placed_at: '2026-03-02T09:00:00.000Z',
      columns_left_out: null,
    },
  },
  upsert_row: {
    shows: 'An order that is there already gets another status.',
    input: {
      cluster_id: 'weather-prod',
      table: 'doc.orders',
      column_customer: 'Acme',
      column_number: '2',
      column_status: 'returned',
    },
    others: {
      'one that is new': { column_customer: 'Initech' },
      'one that stays as it is': { column_status: '' },
      'one with nothing in a column': { column_status: '', null_columns: ['total'] },
      'one without a part of its key': { column_number: '' },
    },
    expect: {
      outcome: 'updated',
      created: false,
      row_key: '["Acme","2"]',
      column_status: 'returned',
      column_total: 59.97,
    },
  },
  schema: {
    shows: 'The schemas of a cluster that hold tables.',
    input: { cluster_id: 'weather-prod' },
    others: {
      'of a cluster that may not be asked': { cluster_id: 'parcel-tracking' },
    },
    expect: { id: 'doc' },
  },
  table: {
    shows: 'The tables of a cluster.',
    input: { cluster_id: 'weather-prod', schema: 'doc' },
    others: {
      'of all schemas': { schema: '' },
    },
    expect: { id: 'doc.orders' },
  },
  table_or_view: {
    shows: 'What can be read from on a cluster.',
    input: { cluster_id: 'weather-prod' },
    others: {
      'of a schema': { schema: 'doc' },
    },
    expect: { id: 'doc.orders' },
  },
  column: {
    shows: 'The columns of a table.',
    input: { cluster_id: 'weather-prod', table: 'doc.orders' },
    others: {
      'of a table with objects': { table: 'sensor_readings' },
      'of no table yet': { table: '' },
    },
    expect: { id: 'customer', label: 'customer (text)' },
  },
  writable_column: {
    shows: 'The columns of a table that may be empty.',
    input: { cluster_id: 'weather-prod', table: 'doc.orders' },
    others: {
      'of a table with objects': { table: 'sensor_readings' },
    },
    expect: { id: 'placed_at' },
  },
  timestamp_column: {
    shows: 'The columns of a table that hold a time.',
    input: { cluster_id: 'weather-prod', table: 'doc.orders' },
    others: {
      'of another table': { table: 'sensor_readings' },
    },
    expect: { id: 'placed_at', label: 'placed_at (timestamp with time zone)' },
  },
  order_column: {
    shows: 'The columns that rows can be ordered by: no objects, no arrays.',
    input: { cluster_id: 'weather-prod', table: 'doc.sensor_readings' },
    expect: { id: 'id' },
  },
};
