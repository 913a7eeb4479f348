/** What an operator decides about the collections. */
export interface CollectionSettings {
  /** Whether posts can be searched by the words of their text. */
  readonly textIndex: boolean;
}

/** What holds unless somebody decides otherwise. */
export const DEFAULT_SETTINGS: CollectionSettings = { textIndex: false };
