import { createHash } from 'node:crypto';
import type { Cell, Report } from '@persistence-lab/experiment';
import { gridOf } from './grid.ts';
import { headingOf } from './heading.ts';
import { detailsOf } from './html/details.ts';
import { html, nothing, type Markup } from './html/markup.ts';
import { legend, matrixTable } from './html/matrix.ts';
import { style } from './html/style.ts';
import { summaryOf } from './told.ts';

/** A report as one page that needs nothing else: no scripts, and a policy that lets it load nothing. */
export function renderHtml(report: Report): string {
  const grid = gridOf(report);
  const numbers = new Map(report.cells.map((cell, at) => [cell, at + 1]));
  const anchor = (cell: Cell) => `cell-${numbers.get(cell)}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src ${styleHash}"
        />
        <link rel="icon" href="data:," />
        <title>What survived: ${report.cluster.name}</title>
        ${{ markup: `<style>${style}</style>` }}
      </head>
      <body>
        <main>
          <h1>What survived</h1>
          ${headingOf(report).map((line) => html`<p class="soft">${line}</p>`)}
          <p><strong>${summaryOf(report)}</strong></p>
          ${leftovers(report)} ${legend()} ${matrixTable(grid, anchor)}
          ${grid.rows.map((row) => detailsOf(row, anchor))}
        </main>
      </body>
    </html> `.markup;
}

const styleHash: Markup = { markup: `'sha256-${createHash('sha256').update(style).digest('base64')}'` };

function leftovers(report: Report): Markup {
  if (report.leftovers.length === 0) return nothing;
  return html`<section>
    <h2>Left behind in the cluster</h2>
    <ul>
      ${report.leftovers.map((text) => html`<li>${text}</li>`)}
    </ul>
  </section>`;
}
