// Runs before everything else, so it is plain JavaScript that any Node can read.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This needs Node 22.18 or newer, because Zapier runs Node 22 and the tools are TypeScript; this is ${process.version}. ` +
      '`npm ci` brings the right one along on Linux, macOS and Windows (unless optional packages are left out); elsewhere, install Node 22.',
  );
  process.exit(1);
}
