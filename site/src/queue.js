// Work in small pieces: between two of them the browser paints and answers the reader.

/** Milliseconds, on the clock of whatever reads the page: 50 are felt, and the last job begun takes what it takes. */
const SLICE = 4;

/** Returns {add, addFirst, finish}: jobs run in their order, soon; addFirst() puts some before those that wait, and
 * finish() runs all that is left at once. */
export function makeQueue(later = (run) => setTimeout(run), now = () => performance.now()) {
  const jobs = [];
  let isPlanned = false;
  const run = (end) => {
    while (jobs.length && now() < end) attempt(jobs.shift());
  };
  const plan = () => {
    if (isPlanned || !jobs.length) return;
    isPlanned = true;
    later(() => {
      isPlanned = false;
      run(now() + SLICE);
      plan();
    });
  };
  return {
    add: (...added) => {
      jobs.push(...added);
      plan();
    },
    addFirst: (...added) => {
      jobs.unshift(...added);
      plan();
    },
    finish: () => run(Infinity),
  };
}

/** What can't be made ready stays a table; what comes after it is made ready all the same. */
function attempt(job) {
  try {
    job();
  } catch (fault) {
    reportError(fault);
  }
}
