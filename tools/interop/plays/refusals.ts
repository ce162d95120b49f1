/** What croud makes of errors: it tells them, and gives up only when it takes them for a bad key. */
import type { Play, Stage } from '../scene.ts';

const scale = (stage: Stage, unit: number) =>
  `clusters scale --cluster-id ${stage.seed.clusters['weather-prod']} --unit ${unit}`.split(' ');
const path = (stage: Stage) => `/clusters/${stage.seed.clusters['weather-prod']}`;
const switchedOff = async (stage: Stage, active: boolean) =>
  stage.control.put('api_key', { key: stage.seed.keys.admin.key, active });

export const refusals: Play = {
  name: 'refusals',
  scenes: [
    {
      args: () => ['clusters', 'get', '00000000-0000-4000-8000-000000000000'],
      expect: () => ({
        requests: ['GET /clusters/00000000-0000-4000-8000-000000000000/ 404'],
        says: ['Resource not found.'],
      }),
    },
    {
      args: ({ seed }) => ['organizations', 'get', seed.organizations.cobalt],
      expect: ({ seed }) => ({
        requests: [`GET /organizations/${seed.organizations.cobalt}/ 404`],
        says: ['Resource not found.'],
      }),
    },
    {
      args: ({ seed }) =>
        `organizations auditlogs list --org-id ${seed.organizations.beacon}`.split(' '),
      expect: ({ seed }) => ({
        requests: [`GET /organizations/${seed.organizations.beacon}/auditlogs/ 403`],
        says: ['Permission denied for user.'],
      }),
    },
    {
      args: (stage) => scale(stage, 40),
      expect: (stage) => ({
        requests: [`PUT ${path(stage)}/scale/ 400`],
        says: ['The product does not support this unit.'],
        // croud prints the map of errors as well.
        prints: ([errors]) => {
          if (!JSON.stringify(errors).includes('product_unit'))
            throw new Error('No field is named.');
        },
      }),
    },
    {
      before: (stage) =>
        stage.control.cluster('weather-prod', { health: { running_operation: 'UPGRADE' } }),
      args: (stage) => scale(stage, 4),
      expect: (stage) => ({
        requests: [`PUT ${path(stage)}/scale/ 400`],
        says: ['Another cluster operation is already in progress.'],
      }),
    },
    {
      before: async (stage) => {
        await stage.control.cluster('weather-prod', { health: { running_operation: '' } });
        await stage.control.failNextOperation('weather-prod', 'Not enough nodes in the region.');
      },
      args: (stage) => scale(stage, 4),
      expect: (stage) => ({
        requests: [
          `PUT ${path(stage)}/scale/ 200`,
          `GET ${path(stage)}/operations/ 200`,
          `GET ${path(stage)}/ 200`,
        ],
        changes: ['product.scale_cluster'],
        says: ['Error: Not enough nodes in the region.'],
      }),
    },
    {
      before: (stage) =>
        stage.control.fault({
          route: 'GET /api/v2/users/me/',
          status: 500,
          body: 'oops',
          times: 1,
        }),
      args: () => ['me'],
      expect: () => ({
        requests: ['GET /users/me/ 500'],
        says: ['500 - Internal Server Error'],
      }),
    },
    {
      before: (stage) => switchedOff(stage, false),
      args: () => ['me'],
      expect: () => ({ requests: ['GET /users/me/ 401'], says: ['401 - Unauthorized'] }),
    },
    {
      before: (stage) => stage.control.switches({ unauthorizedForm: 'redirect' }),
      args: () => ['me'],
      expect: () => ({
        requests: ['GET /users/me/ 302'],
        code: 1,
        says: ['Unauthorized.', 'Use `croud login` to login to CrateDB Cloud.'],
      }),
    },
    {
      before: (stage) => stage.control.switches({ unauthorizedForm: 'json' }),
      args: () => ['me'],
      expect: () => ({ requests: ['GET /users/me/ 401'], says: ['Authentication required.'] }),
    },
  ],
};
