/** The font that pictures are lettered with: Inter (OFL), with Latin, Greek and Cyrillic letters. */

/**
 * Files of the package `inter-ui`. Whole fonts and not parts for single scripts: the rasterizer does not
 * put one text together from several. And woff2, because it draws nothing from woff.
 */
export const FONTS = { regular: 'Inter-Regular.woff2', bold: 'Inter-SemiBold.woff2' } as const;

export type Weight = keyof typeof FONTS;
