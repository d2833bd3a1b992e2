import type { CommandWords, OptionWords } from './words.ts';

/** A script for zsh that completes `lab` and `npx lab`, with descriptions. */
export function renderZsh(commands: readonly CommandWords[]): string {
  return `#compdef lab
# zsh completion for lab; source it after compinit
_lab() {
  local -a commands
  commands=(
${commands.map(({ name, description }) => `    ${quoted(`${escaped(name)}:${description}`)}`).join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${commands.map(commandCase).join('\n')}
  esac
}
compdef _lab lab
_npx_lab() {
  [[ $words[2] == lab ]] || { _files; return }
  shift words
  (( CURRENT-- ))
  _lab
}
(( $+_comps[npx] )) || compdef _npx_lab npx`;
}

function commandCase({ name, values, options }: CommandWords): string {
  const specs = options.map(optionSpec);
  const rest = values.length > 0 ? [`'*:word:(${values.join(' ')})'`] : [];
  return `    ${name}) _arguments ${[...specs, ...rest].join(' ')} ;;`;
}

function optionSpec({ name, description, values }: OptionWords): string {
  const text = `${name}[${description.replaceAll(/[[\]\\]/g, String.raw`\$&`)}]`;
  if (values === null) return quoted(text);
  return quoted(values === 'files' ? `${text}:file:_files` : `${text}:value:(${values.join(' ')})`);
}

const escaped = (text: string): string => text.replaceAll(':', String.raw`\:`);
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
