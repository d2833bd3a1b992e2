import { untranslated } from './text.ts';
import { UserError } from './user-error.ts';

/** A UserError whose text is not translated yet. */
export class CannotRun extends UserError {
  constructor(message: string, options?: ErrorOptions) {
    super(untranslated(message), options);
  }
}
