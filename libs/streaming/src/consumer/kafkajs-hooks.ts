// What the consumer needs of kafkajs and kafkajs does not offer (ADR 0010, 0011). The deep imports are the price.
/* eslint-disable @typescript-eslint/no-require-imports, @typescript-eslint/unbound-method -- methods are replaced, and called with their `this` */
import { AsyncLocalStorage } from 'node:async_hooks';

/** A group's position that the broker no longer has, or does not have yet: it goes on at the earliest record. */
export interface OffsetReset {
  /** As the cluster names it. */
  readonly topic: string;
  readonly partition: number;
  /** The offset that was asked for. */
  readonly from: string;
  /** The earliest offset there is; null when that could not be read. */
  readonly to: string | null;
}

/** What one consumer is to do differently. */
export interface ConsumerHooks {
  readonly onOffsetReset: (reset: OffsetReset) => void;
  /** Makes it a static member (KIP-345): it keeps its partitions over a restart, and does not leave the group. */
  readonly groupInstanceId: string | undefined;
}

/** How many records the group did not read; null when that is unknown, as for a topic that was made anew. */
export function missedRecords({ from, to }: OffsetReset): number | null {
  return to === null || Number(to) < Number(from) ? null : Number(to) - Number(from);
}

/** Which consumer kafkajs is working for: everything that a call within it leads to, however much later. */
const current = new AsyncLocalStorage<ConsumerHooks>();

/** Calls kafkajs for a consumer with these hooks. */
export function withHooks<T>(hooks: ConsumerHooks, call: () => Promise<T>): Promise<T> {
  installOnce();
  return current.run(hooks, call);
}

let installed = false;

function installOnce(): void {
  if (!installed) {
    installed = true;
    reportOffsetResets();
    sendGroupInstanceId();
    keepStaticMembersInTheirGroup();
  }
}

type ConsumerGroup = {
  memberId: string | null;
  readonly cluster: {
    fetchTopicsOffset(topics: readonly object[]): Promise<readonly TopicOffsets[]>;
  };
  readonly offsetManager: { nextOffset(topic: string, partition: number): { toString(): string } };
  recoverFromOffsetOutOfRange(this: ConsumerGroup, error: OutOfRange): Promise<void>;
  leave(this: ConsumerGroup): Promise<void>;
};

interface TopicOffsets {
  readonly topic: string;
  readonly partitions: readonly { readonly offset: string }[];
}

interface OutOfRange {
  readonly topic: string;
  readonly partition: number;
}

const { prototype: consumerGroup } = require('kafkajs/src/consumer/consumerGroup') as {
  readonly prototype: ConsumerGroup;
};

/** kafkajs itself tells of a reset by a log line, without offsets. */
function reportOffsetResets(): void {
  const recover = consumerGroup.recoverFromOffsetOutOfRange;
  consumerGroup.recoverFromOffsetOutOfRange = async function (error) {
    const { topic, partition } = error;
    const from = this.offsetManager.nextOffset(topic, partition).toString();
    await recover.call(this, error);
    const to = await earliestOffset(this, topic, partition);
    current.getStore()?.onOffsetReset({ topic, partition, from, to });
  };
}

async function earliestOffset(
  { cluster }: ConsumerGroup,
  topic: string,
  partition: number,
): Promise<string | null> {
  try {
    const [found] = await cluster.fetchTopicsOffset([
      { topic, partitions: [{ partition }], fromBeginning: true },
    ]);
    return found?.partitions[0]?.offset ?? null;
  } catch (error) {
    // The reset itself is done; that a broker went away meanwhile must not hide it.
    if (error instanceof Error && error.name.startsWith('KafkaJS')) {
      return null;
    }
    throw error;
  }
}

/** A request of the group protocol; kafkajs can encode the instance id, and never does. */
interface RequestDefinition {
  protocol(selected: object): (args: object) => unknown;
}

function sendGroupInstanceId(): void {
  const definitions = [
    require('kafkajs/src/protocol/requests/joinGroup'),
    require('kafkajs/src/protocol/requests/syncGroup'),
    require('kafkajs/src/protocol/requests/heartbeat'),
  ] as readonly RequestDefinition[];
  for (const definition of definitions) {
    const original = definition.protocol.bind(definition);
    definition.protocol = (selected) => {
      const create = original(selected);
      return (args) => {
        const groupInstanceId = current.getStore()?.groupInstanceId;
        return create(groupInstanceId === undefined ? args : { ...args, groupInstanceId });
      };
    };
  }
}

/** Leaving is what a restart must not do: the member's partitions wait for it until its session expires. */
function keepStaticMembersInTheirGroup(): void {
  const leave = consumerGroup.leave;
  consumerGroup.leave = async function () {
    if (current.getStore()?.groupInstanceId === undefined) {
      await leave.call(this);
    } else {
      this.memberId = null;
    }
  };
}
