/** What differs each time a post is emitted; stands in the drafts where the value will be. */
export const TOKEN = {
  id: '@@ID@@',
  createdAt: '@@CREATED@@',
  editableUntil: '@@EDITABLE@@',
} as const;

/** How long a post can be edited after it was first posted. */
export const EDITABLE_MS = 60 * 60_000;
/** How often. */
export const MAX_EDITS = 5;
