/** What people outside reported, and what holds that it stays right. */

/** A test: its file, and its name as it stands there, behind the names of what is around it. */
export type Test = {
  file: string;
  name: string;
  /** Of a table of cases, the text in the file of the one that was reported. */
  given?: string;
};

/** A place in the product or the sandbox: a file, and what it exports. */
type Place = readonly [file: string, exported: string];

/** A test that makes its cases up, and the file that has the rule, world or fault of this kind, by its name. */
type Sister = Test & { rule: readonly [file: string, name: string] };

export type Report = {
  /** What somebody saw. */
  seen: string;
  right: string;
  held: readonly [Test, ...Test[]];
  /** Where the kind was mended, and not the case. */
  mended: readonly [Place, ...Place[]];
  /** What would have found it without anybody's report. */
  sister: Sister;
};
