import type { Cell } from '@persistence-lab/experiment';
import type { Grid } from '../grid.ts';
import { silenceOf } from '../told.ts';
import { couldNotRun, differs, verdictWords, wordOf, type VerdictWord } from '../verdict-words.ts';
import { html, nothing, type Markup } from './markup.ts';

/** The id of the part of the page that tells all of a cell. */
export type Anchor = (cell: Cell) => string;

export function matrixTable({ groups, rows }: Grid, anchor: Anchor): Markup {
  const events = groups.flatMap((group) => group.events);
  return html`<div class="scroll" role="region" aria-label="Matrix" tabindex="0">
    <table id="matrix">
      <caption>
        Kinds of storage against events; each verdict leads to its details
      </caption>
      <thead>
        <tr>
          <th rowspan="2" scope="col">kind</th>
          ${groups.map((group) => html`<th scope="colgroup" colspan="${group.events.length}">${group.topic}</th>`)}
        </tr>
        <tr>
          ${events.map((event) => html`<th scope="col">${breakable(event)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${row.label}</th>
              ${events.map((event) => field(row.cells.get(event), anchor))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A name that may be broken after its hyphens. */
const breakable = (name: string): Markup[] =>
  name.split(/(?<=-)/).map((part, at) => (at === 0 ? html`${part}` : html`<wbr />${part}`));

function field(cell: Cell | undefined, anchor: Anchor): Markup {
  if (!cell) return html`<td class="soft">not run</td>`;
  const word = wordOf(cell);
  return html`<td class="${word.tone}${differs(cell) ? ' differs' : ''}">
    <a href="#${anchor(cell)}"><b>${signed(word)}</b>${notesBelow(cell)}</a>
  </td>`;
}

const signed = ({ sign, word }: VerdictWord): Markup =>
  html`<span class="sign" aria-hidden="true">${sign}</span>&nbsp;${word}`;

function notesBelow(cell: Cell): Markup {
  const after = cell.afterUndo && html`<span>then ${signed(verdictWords[cell.afterUndo.verdict])}</span>`;
  const difference = differs(cell) ? html`<span><b>differs</b></span>` : nothing;
  const silent = cell.verdict === null || cell.downtime === null ? nothing : html`<span>${silenceOf(cell)}</span>`;
  return html`${after ?? nothing}${difference}${silent}`;
}

export function legend(): Markup {
  const words = [...Object.values(verdictWords), couldNotRun];
  return html`<ul class="legend" aria-label="Legend">
    ${words.map((word) => html`<li class="chip ${word.tone}">${signed(word)}</li>`)}
    <li>then: after the undo; framed: differs from the documentation; the time: how long nobody got an answer</li>
  </ul>`;
}
