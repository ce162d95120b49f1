import type { Examples } from './example.ts';

export const rows: Examples = {
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
  writable_column: {
    shows: 'The columns of a table that may be empty.',
    input: { cluster_id: 'weather-prod', table: 'doc.orders' },
    expect: { id: 'placed_at' },
  },
  order_column: {
    shows: 'The columns that rows can be ordered by: no objects, no arrays.',
    input: { cluster_id: 'weather-prod', table: 'doc.sensor_readings' },
    expect: { id: 'id' },
  },
};
