/** When a thing was made and last changed, as the API tells it of almost everything. */
export type DublinCore = { created: string; modified: string };
