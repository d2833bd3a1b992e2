import type { Cell, Report } from '@persistence-lab/experiment';
import { gridOf } from './grid.ts';
import { headingOf } from './heading.ts';
import { detailsOf } from './html/details.ts';
import { html, nothing, type Markup } from './html/markup.ts';
import { legend, matrixTable } from './html/matrix.ts';
import { renderPage } from './html/page.ts';
import { summaryOf } from './told.ts';

/** A report as one page that needs nothing else: the matrix, and for every cell its facts and its timeline. */
export function renderHtml(report: Report): string {
  const grid = gridOf(report);
  const numbers = new Map(report.cells.map((cell, at) => [cell, at + 1]));
  const anchor = (cell: Cell) => `cell-${numbers.get(cell)}`;
  const body = html`<h1>What survived</h1>
    ${headingOf(report).map((line) => html`<p class="soft">${line}</p>`)}
    <p><strong>${summaryOf(report)}</strong></p>
    ${leftovers(report)} ${legend()} ${matrixTable(grid, anchor)} ${grid.rows.map((row) => detailsOf(row, anchor))}`;
  return renderPage(`What survived: ${report.cluster.name}`, body);
}

function leftovers(report: Report): Markup {
  if (report.leftovers.length === 0) return nothing;
  return html`<section>
    <h2>Left behind in the cluster</h2>
    <ul>
      ${report.leftovers.map((text) => html`<li>${text}</li>`)}
    </ul>
  </section>`;
}
