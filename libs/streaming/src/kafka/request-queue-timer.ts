// kafkajs does not export its request queue; the deep import is what the fix needs.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const RequestQueue = require('kafkajs/src/network/requestQueue') as {
  prototype: RequestQueueInternals;
};

type RequestQueueInternals = {
  readonly pending: readonly unknown[];
  throttledUntil: number;
  readonly throttleCheckTimeoutId: unknown;
  scheduleCheckPendingRequests: (this: RequestQueueInternals) => void;
};

const original = RequestQueue.prototype.scheduleCheckPendingRequests;

/**
 * Arms kafkajs' pending-request timer only while a request is pending or the broker
 * throttles us. As shipped, every connection re-arms it for ever with a negative delay:
 * 5 % of a core for an idle consumer and a TimeoutNegativeWarning on Node 24
 * (https://github.com/tulios/kafkajs/issues/1704).
 */
export function armRequestQueueTimerOnlyWhenNeeded(now: () => number): void {
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.pending.length === 0 && this.throttledUntil <= now()) {
      return;
    }
    // The original computes throttledUntil - now; a past value would be a negative delay.
    if (this.throttledUntil < 0) {
      this.throttledUntil = 0;
    }
    original.call(this);
  };
}
