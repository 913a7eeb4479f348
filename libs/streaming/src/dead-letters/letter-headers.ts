/** What a dead letter says in its headers: Kafka Connect's (KIP-298), and what Connect keeps where we have an address. */
export const LETTER_HEADERS = {
  /** As the cluster names it, absent like the next two where the record did not come from Kafka. */
  topic: '__connect.errors.topic',
  partition: '__connect.errors.partition',
  offset: '__connect.errors.offset',
  service: '__connect.errors.connector.name',
  task: '__connect.errors.task.id',
  step: '__connect.errors.stage',
  reason: '__connect.errors.class.name',
  exception: '__connect.errors.exception.class.name',
  message: '__connect.errors.exception.message',
  /** Epoch ms. */
  at: '__connect.errors.timestamp',
  /** The original key; absent where there was none. */
  key: 'tdp.original.key',
  /** Present where the original value was null. */
  isNull: 'tdp.original.null',
} as const;

/** How often a record was sent back after it had been dead-lettered; a header of the record. */
export const REDRIVEN_HEADER = 'tdp.redriven';
