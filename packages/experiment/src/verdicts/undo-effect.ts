import type { Text } from '@persistence-lab/language';
import type { Judgement } from './judge.ts';
import type { Reading } from './verdict.ts';

/** A judgement with the readings that it is based on. */
export interface JudgedReadings extends Judgement {
  readonly readings: readonly Reading[];
}

/** What the undo changed: "left behind on node-1, found again". */
export function undoEffect(before: JudgedReadings, after: JudgedReadings): Text {
  const wasBlocked = before.verdict === 'blocked';
  const wasDiverged = before.verdict === 'diverged';
  if (after.verdict === 'corrupt') return { en: 'corrupt', 'pt-BR': 'corrompido' };
  if (after.verdict === 'blocked')
    return wasBlocked
      ? { en: 'still blocked', 'pt-BR': 'ainda bloqueado' }
      : { en: 'blocked by the undo', 'pt-BR': 'bloqueado ao desfazer' };
  if (after.verdict === 'survived') return allFound(before, after);
  if (before.verdict === 'survived')
    return { en: `${after.lost} lost by the undo`, 'pt-BR': `${after.lost} perdidas ao desfazer` };
  if (after.verdict === 'diverged')
    return wasDiverged
      ? { en: 'still diverged', 'pt-BR': 'ainda divergente' }
      : { en: 'diverged', 'pt-BR': 'divergente' };
  return someFound(before, after);
}

function someFound(before: JudgedReadings, after: JudgedReadings): Text {
  const total = after.kept + after.lost;
  const part: Text = { en: `${after.kept} of ${total}`, 'pt-BR': `${after.kept} de ${total}` };
  if (before.verdict === 'blocked')
    return after.kept === 0
      ? { en: 'came back empty', 'pt-BR': 'voltou vazio' }
      : { en: `came back with ${part.en}`, 'pt-BR': `voltou com ${part['pt-BR']}` };
  if (before.verdict === 'diverged')
    return after.kept === 0
      ? { en: 'all lost', 'pt-BR': 'todas perdidas' }
      : { en: `${part.en} left`, 'pt-BR': `restam ${part['pt-BR']}` };
  if (after.kept > before.kept) return { en: `${part.en} found again`, 'pt-BR': `${part['pt-BR']} reencontradas` };
  const moreLost = before.kept - after.kept;
  if (moreLost > 0)
    return { en: `${moreLost} more lost by the undo`, 'pt-BR': `mais ${moreLost} perdidas ao desfazer` };
  return after.verdict === 'lost'
    ? { en: 'still lost', 'pt-BR': 'ainda perdidas' }
    : { en: 'still partly lost', 'pt-BR': 'ainda perdidas em parte' };
}

function allFound(before: JudgedReadings, after: JudgedReadings): Text {
  if (before.verdict === 'survived') return { en: 'still there', 'pt-BR': 'ainda presentes' };
  if (before.verdict === 'blocked') return { en: 'came back', 'pt-BR': 'voltou' };
  if (before.verdict === 'diverged') return { en: 'complete again', 'pt-BR': 'completo de novo' };
  const nodes = nodesOf(after).filter((node) => !nodesOf(before).includes(node));
  const found: Text = { en: 'found again', 'pt-BR': 'reencontradas' };
  if (nodes.length === 0) return found;
  const names = nodes.join(', ');
  return {
    en: `left behind on ${names}, ${found.en}`,
    'pt-BR': `deixadas para trás em ${names}, ${found['pt-BR']}`,
  };
}

const nodesOf = ({ readings }: JudgedReadings): string[] =>
  [...new Set(readings.flatMap(({ node }) => node ?? []))].toSorted();
