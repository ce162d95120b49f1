/** What the README shows of `npm start` is what it prints; the README leaves out lines, and the end of long ones. */
import { readFileSync } from 'node:fs';
import { scenesOf } from '../../../tools/start/scenes.ts';
import { createTranscript } from '../../../tools/start/transcript.ts';
import { openZapier } from '../../support/app.ts';
import { newCloud } from '../../support/sandbox.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const shown = /^```\n(3\. [\s\S]*?)```$/m.exec(readme)?.[1] ?? '';

test('the excerpt of the README is printed, line by line in its order', async () => {
  const cloud = await newCloud();
  const printed: string[] = [];
  const tell = createTranscript((text) => printed.push(...text.split('\n')), false);
  const stage = {
    cloud: cloud.control,
    zapier: await openZapier(cloud),
    stranger: await openZapier(cloud, { authData: { ...cloud.authData, api_secret: 'no' } }),
    close: async () => {},
  };
  for (const scene of scenesOf(stage).slice(0, 5)) {
    tell.scene(scene.title);
    await scene.play(stage, tell);
  }
  const lines = shown.split('\n').filter((line) => line !== '');
  expect(lines.length).toBeGreaterThan(8);
  let at = 0;
  for (const line of lines) {
    const start = line.replace(/, …$/, '');
    const found = printed.findIndex((one, index) => index >= at && one.startsWith(start));
    expect([line, found >= at]).toEqual([line, true]);
    at = found + 1;
  }
});
