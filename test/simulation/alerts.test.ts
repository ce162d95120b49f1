import { simulate } from './simulate.ts';

simulate(({ kind }) => kind === 'alert');
