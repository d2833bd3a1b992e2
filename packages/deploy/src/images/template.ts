import { UserError } from '@persistence-lab/language';

/**
 * Fills in a template of a shell command: every {name} becomes its value, quoted for the shell where necessary.
 * @throws UserError for an unknown {name}
 */
export function fillTemplate(template: string, values: Record<string, string>): string {
  return template.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) {
      const known = Object.keys(values).map((each) => `{${each}}`);
      throw new UserError({
        en: `Unknown placeholder ${placeholder} in the command "${template}". Known placeholders: ${known.join(' ')}.`,
        'pt-BR': `Marcador desconhecido ${placeholder} no comando "${template}". Marcadores conhecidos: ${known.join(' ')}.`,
      });
    }
    return quote(value);
  });
}

// A plain value stays without quotes, so that a template can have its own around the placeholder.
const quote = (value: string) => (/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);
