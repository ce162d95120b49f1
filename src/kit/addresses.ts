/** Addresses in texts that a server wrote. */

/** What signs an address: `X-Amz-Signature` and its kin, `sig` of Azure, tokens and keys of others. */
const KEY = /(sig|signature|token|credential|key|keyid|secret|password)=/i;

/**
 * Who may, in front of the host. Amazon's secrets have slashes, which people forget to encode; a number
 * and a slash behind the colon are a port and a path.
 */
const USER =
  /(\b[a-z][a-z\d+.-]{0,15}:\/\/)(?:[^\s/?#@"<>]{1,500}|[^\s/?#@:"<>]{1,200}:(?!\d+\/)[^\s@"<>]{1,300})@/gi;

/**
 * The text with no address that opens something by itself: a pre-signed one loses its query, one with a
 * password loses the user and the password. Others stay as they are.
 */
export function withoutKeys(text: string): string {
  return text
    .replace(USER, '$1')
    .replace(
      /(\b[a-z][a-z\d+.-]{0,15}:\/\/[^\s?"<>]{1,2000})\?([^\s"<>]+)/gi,
      (whole, address: string, query: string) => (KEY.test(query) ? `${address}?…` : whole),
    );
}
