import type { Moment } from '@persistence-lab/experiment';

export interface Segment {
  readonly what: 'answers' | 'silent';
  /** Milliseconds on the timeline's clock. */
  readonly from: number;
  readonly to: number;
}

/** When a service answered and when it did not, from the moments in which that changed; unknown before the first. */
export function segmentsOf(timeline: readonly Moment[], end: number): Segment[] {
  const changes = timeline.filter(isChange).toSorted((a, b) => a.at - b.at);
  const turns = changes.filter(({ what }, at) => what !== changes[at - 1]?.what);
  return turns.map(({ what, at }, index) => ({ what, from: at, to: turns[index + 1]?.at ?? end }));
}

const isChange = (moment: Moment): moment is Moment & Pick<Segment, 'what'> =>
  moment.what === 'answers' || moment.what === 'silent';

const second = 1_000;
const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600].map((each) => each * second);

/** Round times for an axis, nine at most up to ten hours. */
export function ticksOf(end: number): number[] {
  const step = steps.find((each) => end / each <= 8) ?? Math.ceil(end / 8);
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, at) => at * step);
}
