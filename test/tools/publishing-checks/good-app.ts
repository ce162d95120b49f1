import zapier from 'zapier-platform-core';
import type { App } from '../../../tools/publishing-checks/view.ts';

/** A small definition that no rule finds fault with: one step of each kind, and a dropdown. */
export const goodApp = (): App => ({
  version: '1.0.0',
  platformVersion: zapier.version,
  flags: { cleanInputData: false },
  authentication: {
    test: () => ({}),
    connectionLabel: '{{email}}',
    fields: [
      {
        key: 'api_key',
        label: 'API Key',
        type: 'password',
        required: true,
        helpText: 'Create one in [your settings](https://lamps.example/settings).',
      },
    ],
  },
  triggers: {
    new_lamp: {
      key: 'new_lamp',
      noun: 'Lamp',
      display: { label: 'New Lamp', description: 'Triggers when a new lamp appears.' },
      operation: {
        type: 'polling',
        perform: () => [],
        inputFields: [{ key: 'room_id', label: 'Room', dynamic: 'room.id.label' }],
        outputFields: [
          { key: 'id', label: 'Lamp ID', type: 'string' },
          { key: 'name', label: 'Name', type: 'string' },
          { key: 'created_at', label: 'Created At', type: 'datetime' },
          { key: 'bulbs[]watts', label: 'Bulbs: Watts', type: 'integer' },
          { key: 'owner', label: 'Owner', type: 'string' },
          { key: 'summary', label: 'Summary', type: 'string' },
        ],
        sample: {
          id: '7',
          name: 'Desk',
          created_at: '2026-03-02T09:00:00Z',
          bulbs: [{ watts: 4 }],
          owner: 'ada@example.com',
          summary: 'The lamp has 1 bulb of 4 watts.',
        },
      },
    },
    room: {
      key: 'room',
      noun: 'Room',
      display: { label: 'List Rooms', description: 'Fills the dropdown of rooms.', hidden: true },
      operation: {
        type: 'polling',
        canPaginate: true,
        perform: () => [],
        outputFields: [
          { key: 'id', label: 'ID' },
          { key: 'label', label: 'Label' },
        ],
        sample: { id: '1', label: 'Kitchen' },
      },
    },
  },
  searches: {
    find_lamp: {
      key: 'find_lamp',
      noun: 'Lamp',
      display: { label: 'Find Lamp', description: 'Finds a lamp by its name.' },
      operation: {
        perform: () => [],
        inputFields: [{ key: 'name', label: 'Name', required: true }],
        outputFields: [{ key: 'id', label: 'Lamp ID' }],
        sample: { id: '7' },
      },
    },
  },
  creates: {
    delete_lamp: {
      key: 'delete_lamp',
      noun: 'Lamp',
      display: { label: 'Delete Lamp', description: 'Deletes a lamp.' },
      operation: {
        perform: () => ({}),
        inputFields: [
          { key: 'warning', label: 'Warning', type: 'copy', helpText: 'This cannot be undone.' },
          {
            key: 'lamp_id',
            label: 'Lamp',
            required: true,
            dynamic: 'room.id.label',
            search: 'find_lamp.id',
          },
          { key: 'reason', label: 'Reason', helpText: 'What the logbook says about it.' },
        ],
        outputFields: [
          { key: 'id', label: 'Lamp ID' },
          { key: 'summary', label: 'Summary', type: 'string' },
        ],
        sample: { id: '7', summary: 'Lamp 7 was deleted.' },
      },
    },
  },
  searchOrCreates: {
    find_lamp: { key: 'find_lamp', search: 'find_lamp', create: 'delete_lamp' },
  },
});
