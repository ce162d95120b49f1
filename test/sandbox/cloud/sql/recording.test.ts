import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording, writeRecording } from '../../../../tools/sql-fidelity/recording.ts';

const recording = readRecording(
  new URL('../../../../tools/sql-fidelity/replies.jsonl', import.meta.url),
);

test('what is recorded reads as what was answered, with all digits of numbers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recording-'));
  try {
    const file = join(folder, 'replies.jsonl');
    const answered = recording.map((recorded) => {
      const { status, headers, replyText } = recorded;
      return { recorded, reply: { status, headers, body: replyText } };
    });
    writeRecording(file, answered);
    expect(readRecording(file)).toEqual(recording);
    expect(recording.some(({ replyText }) => /\d{18}/.test(replyText))).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
