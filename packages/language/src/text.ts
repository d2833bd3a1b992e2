/** The languages that every text for people exists in, by their BCP 47 tags. English is the fallback. */
export const languages = ['en', 'pt-BR'] as const;

export type Language = (typeof languages)[number];

/** A text in every language: a missing translation is a type error. */
export type Text = Readonly<Record<Language, string>>;

/** A text that is the same in every language: a name, or a message of Kubernetes or the operating system. */
export const untranslated = (text: string): Text => ({ en: text, 'pt-BR': text });
