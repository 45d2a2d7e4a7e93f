import { withWindow } from './launch-window.ts';
import { interleave, type Measurement } from './measurement.ts';

const runs = 5;

export const startup: Measurement = {
  name: 'startup',
  unit: 'ms',
  peer: 'bare Electron window',
  what: 'from launch until painted and the first button answers, on an empty home (first-run screen)',
  better: 'lower',
  target: 1.6,
  async measure({ signal, say }) {
    const interactive = (kind: 'console' | 'bare') =>
      withWindow(kind, signal, async ({ firstContentfulPaintMs, interactiveMs }) => {
        say(
          `  ${kind}: painted ${firstContentfulPaintMs.toFixed(0)} ms, answers ${interactiveMs.toFixed(0)} ms`,
        );
        return interactiveMs;
      });
    // The first start after a build reads everything from the disk: on either side it would be an accident.
    await interactive('bare');
    await interactive('console');
    return interleave(
      runs,
      () => interactive('console'),
      () => interactive('bare'),
    );
  },
};
