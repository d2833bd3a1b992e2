import { styleText } from 'node:util';
import type { VerdictWord } from './verdict-words.ts';

const colours = { good: 'green', doubtful: 'yellow', bad: 'red', stuck: 'magenta', none: 'gray' } as const;

/** Colours a text after a verdict, or leaves it as it is. */
export type Paint = (text: string, tone: VerdictWord['tone']) => string;

/** `colour` is for the caller to decide: a file, a pipe and NO_COLOR want none. */
export function createPaint(colour: boolean): Paint {
  return colour ? (text, tone) => styleText(colours[tone], text, { validateStream: false }) : (text) => text;
}

/** Whether whoever reads the output wants colours: a terminal that has them, without NO_COLOR. https://no-color.org */
export const wantsColour = (output: NodeJS.WriteStream = process.stdout): boolean =>
  output.isTTY && output.hasColors() && !process.env['NO_COLOR'];
