// What nobody waits for is done while the reader is still, so that a phone answers each touch at once.

const STILL = 2_500; // milliseconds
const STIRS = ["scroll", "pointerdown", "keydown", "wheel"];
/** Safari has no idle callbacks. */
const idle = globalThis.requestIdleCallback ?? setTimeout;

/** Hand jobs to a queue, one at a time, while nothing has stirred for a while. */
export function whenStill(queue, jobs) {
  let stirred = performance.now();
  for (const name of STIRS) addEventListener(name, () => (stirred = performance.now()), { capture: true, passive: true });
  const turn = () => {
    const left = stirred + STILL - performance.now();
    if (left > 0) setTimeout(turn, left);
    else if (jobs.length) queue.add(jobs.shift(), () => idle(turn));
  };
  turn();
}
