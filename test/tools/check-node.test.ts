import { execFile } from 'node:child_process';

/** Runs the check as Node of another version would; the exit code and what was printed. */
function checkAs(version: string): Promise<{ code: number; stderr: string }> {
  const script = `
    Object.defineProperty(process.versions, 'node', { value: '${version}' });
    Object.defineProperty(process, 'version', { value: 'v${version}' });
    import('./tools/check-node.js');
  `;
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['-e', script], (_error, _stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stderr }),
    );
  });
}

test.each(['22.18.0', '22.23.3', '24.0.0'])('Node %s will do', async (version) => {
  expect(await checkAs(version)).toEqual({ code: 0, stderr: '' });
});

test.each(['20.19.0', '22.17.1'])('Node %s is told to be too old', async (version) => {
  const { code, stderr } = await checkAs(version);
  expect(code).toBe(1);
  expect(stderr).toContain(`this is v${version}`);
  expect(stderr).toMatch(/needs Node 22\.18/);
});
