/** What an operator decides about the collections. */
export interface CollectionSettings {
  /** Whether posts can be searched by the words of their text. */
  readonly textIndex: boolean;
  readonly retention: Retention;
}

/** For how many days what is kept; null: until it is removed. */
export interface Retention {
  /** Posts, with their older versions. */
  readonly posts: number | null;
  /** Profiles, since they were last observed. */
  readonly profiles: number | null;
  /** The counts of users by day. */
  readonly snapshots: number | null;
}

/** What holds unless somebody decides otherwise. */
export const DEFAULT_SETTINGS: CollectionSettings = {
  textIndex: false,
  retention: { posts: null, profiles: null, snapshots: null },
};
