import type { Language, Text } from './text.ts';

/**
 * An error that its reader can act on: what happened, to what, why, and what to do. Commands print its text without a
 * stack trace. `message` is the English text, for logs and tests.
 */
export class UserError extends Error {
  readonly text: Text;

  constructor(text: Text, options?: ErrorOptions) {
    super(text.en, options);
    this.name = 'UserError';
    this.text = text;
  }
}

/** The text of a UserError in a language; the message of any other error. */
export function messageFor(error: unknown, language: Language): string {
  if (error instanceof UserError) return error.text[language];
  return error instanceof Error ? error.message : String(error);
}
