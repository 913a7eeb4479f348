import { INSTANT, type DocumentField } from './document-schema';

/** Fields that the documents of more than one collection have beside those of the record. */
export const STORED_AT: DocumentField = {
  name: 'storedAt',
  type: INSTANT,
  doc: 'When this version was first stored here; a later observation of it leaves that alone.',
};
export const OBSERVED_AT: DocumentField = {
  name: 'observedAt',
  type: INSTANT,
  doc: "When X's response was read.",
};
