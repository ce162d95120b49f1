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
    expect: { id: 'doc' },
  },
  table: {
    shows: 'The tables of a cluster.',
    input: { cluster_id: 'weather-prod', schema: 'doc' },
    expect: { id: 'doc.orders' },
  },
  table_or_view: {
    shows: 'What can be read from on a cluster.',
    input: { cluster_id: 'weather-prod' },
    expect: { id: 'doc.orders' },
  },
  column: {
    shows: 'The columns of a table.',
    input: { cluster_id: 'weather-prod', table: 'doc.orders' },
    expect: { id: 'customer', label: 'customer (text)' },
  },
  writable_column: {
    shows: 'The columns of a table that may be empty.',
    input: { cluster_id: 'weather-prod', table: 'doc.orders' },
    expect: { id: 'placed_at' },
  },
  timestamp_column: {
    shows: 'The columns of a table that hold a time.',
    input: { cluster_id: 'weather-prod', table: 'doc.orders' },
    expect: { id: 'placed_at', label: 'placed_at (timestamp with time zone)' },
  },
  order_column: {
    shows: 'The columns that rows can be ordered by: no objects, no arrays.',
    input: { cluster_id: 'weather-prod', table: 'doc.sensor_readings' },
    expect: { id: 'id' },
  },
};
