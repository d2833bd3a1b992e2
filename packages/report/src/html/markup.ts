import { visible } from '../text/plain.ts';

/** A piece of HTML that is safe to put into a page. */
export interface Markup {
  readonly markup: string;
}

export type Content = string | number | Markup | readonly Markup[];

/** Builds HTML from a template: texts and numbers in it are escaped, pieces of markup are not. */
export function html(strings: TemplateStringsArray, ...contents: Content[]): Markup {
  const rest = strings.slice(1).map((text, at) => markupOf(contents[at]!) + text);
  return { markup: strings[0]! + rest.join('') };
}

export const nothing: Markup = { markup: '' };

function markupOf(content: Content): string {
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content));
  if ('markup' in content) return content.markup;
  return content.map(({ markup }) => markup).join('');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

// safe in texts and in quoted attributes
const escapeHtml = (text: string): string => visible(text).replace(/[&<>"']/g, (sign) => entities[sign]!);
