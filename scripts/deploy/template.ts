import { ScriptError } from './script-error.ts';

/**
 * A shell command from a template: every {name} becomes its value, quoted for the shell where it has to be.
 * @throws ScriptError for a {name} that is not known
 */
export function fillTemplate(template: string, values: Record<string, string>): string {
  return template.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) {
      const known = Object.keys(values).map((each) => `{${each}}`);
      throw new ScriptError(`The command "${template}" has ${placeholder}; known are ${known.join(' ')}.`);
    }
    return quote(value);
  });
}

// left alone where quotes change nothing, so that a template may have its own around the placeholder
const quote = (value: string) => (/^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);
