import type { Cell, Verdict } from '@persistence-lab/experiment';
import type { Grid } from '../grid.ts';
import { downtimeOf } from '../cell-facts.ts';
import { differs, labelOf, legendVerdicts, verdictWord } from '../verdict-labels.ts';
import type { Wording } from '../wording.ts';
import { html, nothing, type Markup } from './markup.ts';

/** The id of the part of the page with all facts about a cell. */
export type Anchor = (cell: Cell) => string;

export function matrixTable({ groups, rows }: Grid, anchor: Anchor, wording: Wording): Markup {
  const { words, topics } = wording;
  const events = groups.flatMap((group) => group.events);
  return html`<div class="scroll" role="region" aria-label="${words.matrix}" tabindex="0">
    <table id="matrix">
      <caption>
        ${words.matrixCaption}
      </caption>
      <thead>
        <tr>
          <th rowspan="2" scope="col">${words.kind}</th>
          ${groups.map((group) => html`<th scope="colgroup" colspan="${group.events.length}">${topics[group.topic]}</th>`)}
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
              ${events.map((event) => field(row.cells.get(event), anchor, wording))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A name that may be broken after its hyphens. */
const breakable = (name: string): Markup[] =>
  name.split(/(?<=-)/).map((part, at) => (at === 0 ? html`${part}` : html`<wbr />${part}`));

function field(cell: Cell | undefined, anchor: Anchor, wording: Wording): Markup {
  if (!cell) return html`<td class="soft">${wording.words.notRun}</td>`;
  return html`<td class="${labelOf(cell.verdict).tone}${differs(cell) ? ' differs' : ''}">
    <a href="#${anchor(cell)}"><b>${signed(cell.verdict, wording)}</b>${notesBelow(cell, wording)}</a>
  </td>`;
}

const signed = (verdict: Verdict | null, wording: Wording): Markup =>
  html`<span class="sign" aria-hidden="true">${labelOf(verdict).sign}</span>&nbsp;${verdictWord(verdict, wording)}`;

function notesBelow(cell: Cell, wording: Wording): Markup {
  const { words } = wording;
  const after = cell.afterUndo && html`<span>${words.afterwards} ${signed(cell.afterUndo.verdict, wording)}</span>`;
  const difference = differs(cell) ? html`<span><b>${words.differs}</b></span>` : nothing;
  const hasDowntime = cell.verdict !== null && cell.downtime !== null;
  const downtime = hasDowntime ? html`<span>${downtimeOf(cell, wording)}</span>` : nothing;
  return html`${after ?? nothing}${difference}${downtime}`;
}

export function legend(wording: Wording): Markup {
  return html`<ul class="legend" aria-label="${wording.words.legend}">
    ${legendVerdicts.map((verdict) => html`<li class="chip ${labelOf(verdict).tone}">${signed(verdict, wording)}</li>`)}
    <li>${wording.words.legendOfPage}</li>
  </ul>`;
}
