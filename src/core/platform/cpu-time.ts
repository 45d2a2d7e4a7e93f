/**
 * The CPU time, in ms, that `work` takes in this thread. For tests that nothing costs more than a moment: what else
 * the machine does counts for the clock on the wall, and not here.
 */
export function cpuTimeOf(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
