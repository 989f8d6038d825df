// @ts-check
/**
 * What each shell runs when Tab is pressed: it asks `grayscale __complete` and offers the lines that come back. Names may come
 * from a stranger's repository, so no line is ever evaluated: nothing is expanded, and what is put on the command line is
 * quoted. The program is looked for in PATH alone, whatever path was typed.
 *
 * The first line of an answer says what comes: `words` (the lines that follow), `files` or `directories` (the shell's own).
 * Behind a tab a line may say what the word is.
 *
 * @module
 */

const bash = `# bash completion of grayscale: source <(grayscale completion bash)
_grayscale() {
  local line mode=
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ -z $mode ]]; then
      mode=$line
      continue
    fi
    if [[ $line == *[!A-Za-z0-9_.,@:+%=-]* && \${COMP_WORDS[COMP_CWORD]} != \\'* ]]; then
      printf -v line %q "$line"
    fi
    COMPREPLY+=("$line")
  done < <(command grayscale __complete bash "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $mode in
    files) compopt -o default 2>/dev/null ;;
    directories) compopt -o dirnames 2>/dev/null ;;
  esac
}
complete -F _grayscale grayscale scf-grayscale
`

const zsh = `#compdef grayscale scf-grayscale
# zsh completion of grayscale: source <(grayscale completion zsh), after compinit
_grayscale() {
  local line mode=
  local -a values shown
  while IFS= read -r line; do
    if [[ -z $mode ]]; then
      mode=$line
      continue
    fi
    values+=("\${line%%$'\\t'*}")
    shown+=("\${line/$'\\t'/  }")
  done < <(command grayscale __complete zsh "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  case $mode in
    files) _files ;;
    directories) _files -/ ;;
    *) (( \${#values} )) && compadd -l -d shown -a values ;;
  esac
}
if [[ \${funcstack[1]} == _grayscale ]]; then
  _grayscale "$@"
else
  compdef _grayscale grayscale scf-grayscale
fi
`

const fish = `# fish completion of grayscale: grayscale completion fish | source
function __grayscale_complete
    set -l typed (commandline -opc)
    set -e typed[1]
    set -l lines (command grayscale __complete fish $typed (commandline -ct) 2>/dev/null)
    switch "$lines[1]"
        case files
            __fish_complete_path (commandline -ct)
        case directories
            __fish_complete_directories (commandline -ct)
        case '*'
            test (count $lines) -gt 1; and printf '%s\\n' $lines[2..-1]
    end
end
complete -c grayscale -f -a '(__grayscale_complete)'
complete -c scf-grayscale -f -a '(__grayscale_complete)'
`

/** By the shell's name. @type {Record<string, string>} */
export const scripts = { bash, zsh, fish }
