export { chooseLanguage } from './choose-language.ts';
export { formatDuration } from './format-duration.ts';
export { counted, type CountedNoun } from './counted.ts';
export { type Language, languages, type Text, untranslated } from './text.ts';
export { messageFor, UserError } from './user-error.ts';
