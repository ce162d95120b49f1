/** Whether a version of CrateDB, `6.4.3` or `6.4.3-rc1`, is another one or newer. */
export function atLeast(version: string, other: string): boolean {
  const [a, b] = [version, other].map((it) => it.split(/[.-]/).slice(0, 3).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] || 0) - (b?.[i] || 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
