import type { Cell } from '@persistence-lab/experiment';
import type { GridRow } from '../grid.ts';
import { factsOf, headlineOf, type Fact } from '../cell-facts.ts';
import { labelOf } from '../verdict-labels.ts';
import type { Wording } from '../wording.ts';
import { html, type Markup } from './markup.ts';
import type { Anchor } from './matrix.ts';
import { timelineOf } from './timeline.ts';

/** Every fact about the cells of one subject. */
export function detailsOf({ label, subject, cells }: GridRow, anchor: Anchor, wording: Wording): Markup {
  const name = label === subject ? label : `${label} (${subject})`;
  return html`<section>
    <h2>${name}</h2>
    ${[...cells.values()].map((cell) => article(cell, anchor(cell), wording))}
  </section> `;
}

function article(cell: Cell, id: string, wording: Wording): Markup {
  return html`<article id="${id}" tabindex="-1">
    <h3>${cell.event} <span class="chip ${labelOf(cell.verdict).tone}">${headlineOf(cell, wording)}</span></h3>
    <dl>${factsOf(cell, wording).map(entry)}</dl>
    ${timelineOf(cell, wording)}
    <a class="back" href="#matrix">${wording.words.backToMatrix}</a>
  </article> `;
}

const entry = ({ name, texts, isLink }: Fact): Markup =>
  html`<dt>${name}</dt>
    ${texts.map((text) => html`<dd>${isLink ? link(text) : text}</dd>`)}`;

// Only https becomes a link: a report may come from an untrusted source.
const link = (address: string): Markup =>
  /^https:\/\//i.test(address) ? html`<a href="${address}" rel="noreferrer">${address}</a>` : html`${address}`;
