import { spawn } from 'node:child_process';

/**
 * Waits on a pipe that closes when this process ends, however it ends, then
 * stops every process that still has a pid file.
 */
const SCRIPT = `
read -r _
each() { for file in "$1"/*.pid; do [ -f "$file" ] && read -r pid _ < "$file" && kill "$2" "$pid" 2>/dev/null && alive=1; done; }
each "$1" -TERM
each "$1" -CONT
for _ in 1 2 3 4 5 6 7 8 9 10; do
  alive=; each "$1" -0
  [ -n "$alive" ] || break
  sleep 1
done
[ -z "$alive" ] || each "$1" -KILL
rm -f "$1"/*.pid
`;

export interface Watchdog {
  stop(): void;
}

/** SIGKILL cannot be caught: only another process can clean up after this one then. */
export function startWatchdog(pids: string): Watchdog {
  const child = spawn('sh', ['-c', SCRIPT, 'stack-watchdog', pids], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => undefined); // no shell: a later run still stops what was left behind
  child.unref();
  return { stop: () => void child.kill('SIGKILL') };
}
