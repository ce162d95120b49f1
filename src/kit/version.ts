/** The integration's version; a test holds it against package.json. */
export const VERSION = '1.0.0';

/** How every request names us. */
export const USER_AGENT = `CrateDB-Cloud-for-Zapier/${VERSION}`;
