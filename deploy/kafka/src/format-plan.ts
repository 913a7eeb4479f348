import type { PlannedSubject, PlannedTopic } from '@tdp/streaming';

/** What deploying does, a line each, for people. */
export function formatPlan(topics: readonly PlannedTopic[], subjects: readonly PlannedSubject[]): string[] {
  const width = Math.max(
    ...[...topics.map(({ topic }) => topic), ...subjects.map(({ subject }) => subject)].map(lengthOf),
  );
  return [
    ...topics.flatMap((planned) => formatTopic(planned, width)),
    ...subjects.map((planned) => formatSubject(planned, width)),
  ];
}

const lengthOf = (text: string): number => text.length;

function formatTopic(planned: PlannedTopic, width: number): string[] {
  const { topic, action, left, refusals } = planned;
  const label = `topic   ${topic.padEnd(width)}  `;
  const notes = [...left.map((text) => `left: ${text}`), ...refusals.map((text) => `REFUSED: ${text}`)];
  return [
    `${label}${action}${detailOf(planned)}`,
    ...notes.map((note) => `${' '.repeat(label.length)}${note}`),
  ];
}

function detailOf({ action, partitions, replicas, settings }: PlannedTopic): string {
  switch (action) {
    case 'keep':
      return '';
    case 'change':
      return `: ${settings.map(({ name, from, to }) => `${name} ${from ?? 'unset'} -> ${to}`).join(', ')}`;
    case 'create': {
      const copies = replicas === -1 ? "the brokers' number of copies" : `${replicas} copies`;
      const config = settings.map(({ name, to }) => `${name}=${to}`);
      return `: ${[`${partitions} ${partitions === 1 ? 'partition' : 'partitions'}`, copies, ...config].join(', ')}`;
    }
  }
}

function formatSubject({ subject, compatibility, missing }: PlannedSubject, width: number): string {
  const parts = [
    ...(compatibility ? [`compatibility ${compatibility.from ?? 'unset'} -> FULL_TRANSITIVE`] : []),
    ...missing.map((version) => `register version ${version}`),
  ];
  return `schema  ${subject.padEnd(width)}  ${parts.length === 0 ? 'keep' : parts.join(', ')}`;
}
