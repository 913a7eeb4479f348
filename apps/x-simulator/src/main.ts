import { systemClock } from './clock';
import { readConfig } from './config';
import { createSimulator } from './simulator';

const CONFIG_EXIT_CODE = 78;

function prepare() {
  try {
    return createSimulator(readConfig(process.env), systemClock);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(CONFIG_EXIT_CODE);
  }
}

async function main(): Promise<void> {
  const simulator = prepare();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void simulator.stop().then(() => process.exit(0));
    });
  }
  const listening = await simulator.start();
  process.stdout.write(`${JSON.stringify({ listening })}\n`);
  await simulator.run();
}

main().catch((error: unknown) => {
  process.stderr.write(`x-simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
