import { describe, expect, it } from 'vitest';
import { atLeast, atMost, ratioFigure, valueFigure } from './figure.ts';

const title = { name: 'a', what: 'this against that', unit: 'notes/s' };

describe('a ratio', () => {
  it('is the median of the ratios of the rounds, not the ratio of the medians', () => {
    // The machine was slow in the second half of the run, for both.
    const pairs = [
      { subject: 100, baseline: 100 },
      { subject: 90, baseline: 100 },
      { subject: 9, baseline: 10 },
    ];
    const figure = ratioFigure(title, pairs, atLeast(0.9));
    expect(figure).toMatchObject({ subject: 90, baseline: 100, ratio: 0.9, bar: 0.9, ok: true });
    expect(figure.spread).toEqual([0.9, 0.95]);
  });

  it('misses a bar beyond its ratio', () => {
    expect(ratioFigure(title, [{ subject: 89, baseline: 100 }], atLeast(0.9)).ok).toBe(false);
    expect(ratioFigure(title, [{ subject: 130, baseline: 100 }], atMost(1.2)).ok).toBe(false);
  });
});

describe('a value', () => {
  it('is compared with its bar itself', () => {
    expect(valueFigure(title, [63, 70, 64], atMost(64))).toMatchObject({ subject: 64, ratio: null, ok: true });
  });

  it('without a bar is an observation', () => {
    expect(valueFigure(title, [63])).toMatchObject({ bar: null, sense: null, ok: null, baseline: null });
  });
});
