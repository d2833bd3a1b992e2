import type { Survey } from '@persistence-lab/cluster/survey';

/** Something that the doctor has found out. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'problem';
  /** One sentence: what it is. */
  readonly what: string;
  /** What to do about it; null where nothing needs to be done. */
  readonly howToMend: string | null;
}

/** Judges one side of what was surveyed; what is well is a finding too. */
export type Check = (survey: Survey) => Finding[];

/**
 * Whoever looked may not list these somewhere: that none is seen says nothing. That itself is told among the permissions.
 */
export const isHidden = ({ denied }: Survey, ...resources: string[]): boolean =>
  denied.some(({ verb, resource }) => verb === 'list' && resources.includes(resource));

export const ok = (what: string): Finding => ({ level: 'ok', what, howToMend: null });
export const warning = (what: string, howToMend: string): Finding => ({ level: 'warning', what, howToMend });
export const problem = (what: string, howToMend: string): Finding => ({ level: 'problem', what, howToMend });
