import { headlessArguments } from './headless/headless-arguments.ts';

// Decided before anything else is loaded: a command needs no window, and a window should not wait for the command line.
const words = headlessArguments(process.argv);
if (words) {
  const { runHeadless } = await import('./headless/run-headless.ts');
  runHeadless(words);
} else {
  const { runWindow } = await import('./run-window.ts');
  runWindow();
}
