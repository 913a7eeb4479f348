import type { Clock } from '@tdp/service';
import type { Output, Progress } from '../fetch/progress';
import type { Services } from './backend';
import { drain, drainLag } from '../oracle/drain';
import { readEmitted, type Emitted } from '../oracle/emissions';
import type { Account } from '../oracle/oracle';
import type { Observer } from './observer';
import type { Simulator } from './simulator';
import { writeStatus } from './status-line';

export interface FlowContext {
  readonly clock: Clock;
  readonly output: Output;
  readonly progress: Progress;
}

/** Lets what was sent arrive. A second Ctrl-C does not wait for it: the program ends then. */
export async function finishFlow(
  { clock, output, progress }: FlowContext,
  services: Services,
  observer: Observer,
  simulator: Simulator | null,
): Promise<Account | null> {
  const onProgress = (remaining: number): void => {
    if (output.isTTY) {
      writeStatus(output, `waiting for ${remaining} posts to arrive …`);
    }
  };
  const signal = new AbortController().signal;
  if (!simulator) {
    await services.stopSource(); // X never pauses
    await progress.track('finish what is under way', () =>
      drainLag(() => observer.lag(), { clock, onProgress, signal }),
    );
    return null;
  }
  await simulator.pause();
  return await progress.track('finish what is under way', async () => {
    const emitted = await readSettled(services, simulator, clock);
    const { findStored, findExplained, account } = observer.oracle;
    const versions = [...emitted.versions.values()];
    await drain({ versions, findStored, findExplained, clock, onProgress, signal });
    return await account(emitted);
  });
}

/** The simulator's file is complete once it has as many lines as the simulator has sent posts. */
async function readSettled(services: Services, simulator: Simulator, clock: Clock): Promise<Emitted> {
  const deadline = clock.monotonic() + 5_000;
  for (;;) {
    const { emitted: expected } = await simulator.status();
    const emitted = await readEmitted(await services.emittedFile());
    if (emitted.posts >= expected || clock.monotonic() > deadline) {
      return emitted;
    }
    await clock.sleep(100);
  }
}
