import type { Cell, Report } from '@persistence-lab/experiment';
import { gridOf } from './grid.ts';
import { headingOf, summaryOf } from './cell-facts.ts';
import { detailsOf } from './html/details.ts';
import { html, nothing, type Markup } from './html/markup.ts';
import { legend, matrixTable } from './html/matrix.ts';
import { renderPage } from './html/page.ts';
import { wordingFor } from './wording.ts';

/** A report as one self-contained page: the matrix, and for every cell its facts and its timeline. */
export function renderHtml(report: Report): string {
  const grid = gridOf(report);
  const wording = wordingFor(report.language);
  const { words } = wording;
  const numbers = new Map(report.cells.map((cell, at) => [cell, at + 1]));
  const anchor = (cell: Cell) => `cell-${numbers.get(cell)}`;
  const body = html`<h1>${words.title}</h1>
    ${headingOf(report, wording).map((line) => html`<p class="soft">${line}</p>`)}
    <p><strong>${summaryOf(report, wording)}</strong></p>
    ${leftovers(report, words.leftovers)} ${legend(wording)} ${matrixTable(grid, anchor, wording)}
    ${grid.rows.map((row) => detailsOf(row, anchor, wording))}`;
  return renderPage(`${words.title}: ${report.cluster.name}`, body, report.language);
}

function leftovers(report: Report, title: string): Markup {
  if (report.leftovers.length === 0) return nothing;
  return html`<section>
    <h2>${title}</h2>
    <ul>
      ${report.leftovers.map((text) => html`<li>${text}</li>`)}
    </ul>
  </section>`;
}
