/** `npm start`: the storage Zap from beginning to end, on this machine alone. */
import { scenesOf } from './start/scenes.ts';
import { openStage } from './start/stage.ts';
import { createTranscript } from './start/transcript.ts';

const tell = createTranscript(console.log, process.stdout.isTTY === true);
const started = performance.now();
const stage = await openStage();
tell.say(`CrateDB Cloud sandbox at ${stage.cloud.origin}`);
try {
  for (const scene of scenesOf(stage)) {
    tell.scene(scene.title);
    await scene.play(stage, tell);
  }
} catch (error) {
  tell.check(`the story ends without an error: ${error}`, false);
} finally {
  await stage.close();
}
const kept = tell.summary();
console.log(`\n${((performance.now() - started) / 1000).toFixed(1)} s`);
process.exitCode = kept ? 0 : 1;
