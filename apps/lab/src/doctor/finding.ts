import type { Survey } from '@persistence-lab/cluster/survey';
import type { Language, Text } from '@persistence-lab/language';

/** A result of one check. */
export interface Finding {
  readonly level: 'ok' | 'warning' | 'problem';
  /** One sentence. */
  readonly what: Text;
  /** What to do about it; null where nothing needs to be done. */
  readonly remedy: Text | null;
}

/** Judges one aspect of a survey. A check that passes gives an `ok` finding. */
export type Check = (survey: Survey) => Finding[];

/** Whether listing one of these is denied: an empty list proves nothing then. checkPermissions reports the denial. */
export const isHidden = ({ denied }: Survey, ...resources: string[]): boolean =>
  denied.some(({ verb, resource }) => verb === 'list' && resources.includes(resource));

export const ok = (what: Text): Finding => ({ level: 'ok', what, remedy: null });
export const warning = (what: Text, remedy: Text): Finding => ({ level: 'warning', what, remedy });
export const problem = (what: Text, remedy: Text): Finding => ({ level: 'problem', what, remedy });

/** The findings as strings in one language, for `--json`. */
export const findingsAsJson = (findings: readonly Finding[], language: Language) =>
  findings.map(({ level, what, remedy }) => ({ level, what: what[language], remedy: remedy && remedy[language] }));
