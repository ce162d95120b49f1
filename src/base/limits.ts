/** Every bound on what others send and on what we give, with its reason. */

/** Characters of a server's words that are looked at: a sentence shows 250, and searching more costs time. */
export const MESSAGE_CHARACTERS = 2_000;
