import type { Cell, Moment } from '@persistence-lab/experiment';
import { downtimeOf } from '../cell-facts.ts';
import type { Wording } from '../wording.ts';
import { html, nothing, type Content, type Markup } from './markup.ts';
import { segmentsOf, ticksOf, type Segment } from './segments.ts';

const width = 800;
const margin = 16;
const bar = { top: 34, height: 14 };
const height = 72;
const rows = 2;
const apart = 18;

/** The timeline of a cell as a picture, and as the list that the numbers in the picture refer to. */
export function timelineOf({ subject, event, timeline, downtime }: Cell, wording: Wording): Markup {
  const { words, moments: names, duration, say } = wording;
  if (timeline.length === 0) return nothing;
  const moments = timeline.toSorted((a, b) => a.at - b.at);
  const end = Math.max(moments.at(-1)!.at, 1);
  const x = (at: number) => Math.round(margin + (at / end) * (width - 2 * margin));
  const title = say({ en: `Timeline of ${subject} under ${event}`, 'pt-BR': `Linha do tempo de ${subject}, ${event}` });
  const label = `${title}; ${words.downtime}: ${downtimeOf({ downtime }, wording)}`;
  return html`<figure>
    <svg role="img" aria-label="${label}" viewBox="0 0 ${width} ${height}">
      ${segmentsOf(moments, end).map((segment) => segmentPicture(segment, x))}
      ${ticksOf(end).map((at) => tickPicture(duration(at), x(at)))} ${marksOf(moments, x)}
    </svg>
    <ol>
      ${moments.map((moment) => html`<li>${duration(moment.at)} <b>${names[moment.what]}</b>: ${moment.detail}</li>`)}
    </ol>
  </figure>`;
}

/** A filled bar while the service answers, an empty one while it does not: readable without colour. */
function segmentPicture({ what, from, to }: Segment, x: (at: number) => number): Markup {
  const length: Content = Math.max(1, x(to) - x(from));
  return html`<rect class="${what}" x="${x(from)}" y="${bar.top}" width="${length}" height="${bar.height}" />`;
}

function tickPicture(time: string, x: number): Markup {
  const bottom = bar.top + bar.height;
  const anchor = x > width - 2 * margin ? 'end' : 'middle';
  return html`<line x1="${x}" x2="${x}" y1="${bottom}" y2="${bottom + 5}" />
    <text class="axis" x="${x}" y="${bottom + 18}" text-anchor="${anchor}">${time}</text>`;
}

/** Numbers above the bar; those that would touch stand one above the other. */
function marksOf(moments: readonly Moment[], x: (at: number) => number): Markup[] {
  const taken = Array.from({ length: rows }, () => -apart);
  return moments.map(({ at }, index) => {
    const free = taken.findIndex((last) => x(at) - last >= apart);
    const row = free === -1 ? index % rows : free;
    taken[row] = x(at);
    const y = bar.top - 8 - row * 13;
    return html`<line class="mark" x1="${x(at)}" x2="${x(at)}" y1="${y + 2}" y2="${bar.top + bar.height}" />
      <text x="${x(at)}" y="${y}" text-anchor="middle">${index + 1}</text>`;
  });
}
