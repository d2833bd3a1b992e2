import type { CommandWords, OptionWords } from './words.ts';

/** A script for bash that completes `lab` and `npx lab`. */
export function renderBash(commands: readonly CommandWords[]): string {
  return `# bash completion for lab; source it
_lab() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command=\${COMP_WORDS[1]}
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help' -- "$current"))
    return
  fi
  case "$command $previous" in
${commands.flatMap(({ name, options }) => options.flatMap((option) => valueCase(name, option))).join('\n')}
  esac
  case "$command" in
${commands.map(commandCase).join('\n')}
  esac
}
complete -F _lab lab
_npx_lab() {
  [ "\${COMP_WORDS[1]}" = lab ] && [ "$COMP_CWORD" -gt 1 ] || return
  COMP_WORDS=("\${COMP_WORDS[@]:1}") COMP_CWORD=$((COMP_CWORD - 1))
  _lab
}
complete -p npx >/dev/null 2>&1 || complete -o default -F _npx_lab npx`;
}

function valueCase(command: string, { name, values }: OptionWords): string[] {
  if (values === null) return [];
  const reply = values === 'files' ? 'compgen -f' : `compgen -W '${values.join(' ')}'`;
  return [`    '${command} ${name}') COMPREPLY=($(${reply} -- "$current")); return ;;`];
}

function commandCase({ name, values, options }: CommandWords): string {
  const words = [...values, ...options.map((option) => option.name)];
  return `    '${name}') COMPREPLY=($(compgen -W '${words.join(' ')}' -- "$current")) ;;`;
}
