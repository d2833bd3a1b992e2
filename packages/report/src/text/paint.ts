import { styleText } from 'node:util';
import type { VerdictLabel } from '../verdict-labels.ts';

const colours = { good: 'green', doubtful: 'yellow', bad: 'red', stuck: 'magenta', none: 'gray' } as const;

/** Colours a text by the tone of a verdict, or leaves it as it is. */
export type Paint = (text: string, tone: VerdictLabel['tone']) => string;

/** The caller decides about `colour`: files, pipes and NO_COLOR get none. */
export function createPaint(colour: boolean): Paint {
  return colour ? (text, tone) => styleText(colours[tone], text, { validateStream: false }) : (text) => text;
}

/** Whether the output is a terminal with colours and NO_COLOR is unset (https://no-color.org). */
export const wantsColour = (output: NodeJS.WriteStream = process.stdout): boolean =>
  output.isTTY && output.hasColors() && !process.env['NO_COLOR'];
