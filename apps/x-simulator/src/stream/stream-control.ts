/** What the control endpoints change while the simulator runs. */
export interface StreamControl {
  /** Posts per second. */
  rate(): number;
  setRate(postsPerSecond: number): void;
  isPaused(): boolean;
  pause(): void;
  resume(): void;
}

export function createStreamControl(initialRate: number): StreamControl {
  let rate = initialRate;
  let paused = false;
  return {
    rate: () => rate,
    setRate(postsPerSecond) {
      rate = postsPerSecond;
    },
    isPaused: () => paused,
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
    },
  };
}
