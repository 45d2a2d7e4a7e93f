import { styleText } from 'node:util';
import type { Status } from '../../shared/domain/status.ts';

type Style = Parameters<typeof styleText>[0];

/** The colours of the statuses, as on the tiles: green, amber, amber, red, blue, grey. */
const statusStyles: Readonly<Record<Status, Style>> = {
  up: 'green',
  degraded: 'yellow',
  pending: 'yellow',
  down: 'red',
  paused: 'blue',
  unobserved: 'gray',
};

export interface Painter {
  readonly colour: boolean;
  status(status: Status): { text: string; paint: (text: string) => string };
  bold(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
}

/** Colours, or none at all: whether to paint is decided once, by the stream and NO_COLOR. */
export function createPainter(colour: boolean): Painter {
  const paint =
    (style: Style) =>
    (text: string): string =>
      colour ? styleText(style, text, { validateStream: false }) : text;
  return {
    colour,
    status: (status) => ({ text: status, paint: paint(statusStyles[status]) }),
    bold: paint('bold'),
    bad: paint('red'),
    faint: paint('gray'),
  };
}
