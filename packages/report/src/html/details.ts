import type { Cell } from '@persistence-lab/experiment';
import type { GridRow } from '../grid.ts';
import { factsOf, headlineOf, type Fact } from '../told.ts';
import { wordOf } from '../verdict-words.ts';
import { html, type Markup } from './markup.ts';
import type { Anchor } from './matrix.ts';
import { timelineOf } from './timeline.ts';

/** All that is known of the cells of one subject. */
export function detailsOf({ label, subject, cells }: GridRow, anchor: Anchor): Markup {
  const name = label === subject ? label : `${label} (${subject})`;
  return html`<section>
    <h2>${name}</h2>
    ${[...cells.values()].map((cell) => article(cell, anchor(cell)))}
  </section> `;
}

function article(cell: Cell, id: string): Markup {
  return html`<article id="${id}" tabindex="-1">
    <h3>${cell.event} <span class="chip ${wordOf(cell).tone}">${headlineOf(cell)}</span></h3>
    <dl>${factsOf(cell).map(entry)}</dl>
    ${timelineOf(cell)}
    <a class="back" href="#matrix">back to the matrix</a>
  </article> `;
}

const entry = ({ name, texts }: Fact): Markup =>
  html`<dt>${name}</dt>
    ${texts.map((text) => html`<dd>${name === 'source' ? link(text) : text}</dd>`)}`;

// no other scheme than https: a report may come from anywhere
const link = (address: string): Markup =>
  /^https:\/\//i.test(address) ? html`<a href="${address}" rel="noreferrer">${address}</a>` : html`${address}`;
