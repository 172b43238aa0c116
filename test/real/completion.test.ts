/** The completions in the shells themselves: what a person sees who presses Tab. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { completionScripts, shells, type Shell } from '../../src-main/shells/cli/completion/scripts.ts'
import { bundleChild } from './bundle-child.ts'

let folder: string
const script = (shell: Shell) => path.join(folder, 'scripts', shell === 'zsh' ? '_pc-switcher' : `pc-switcher.${shell}`)

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'completion-'))
  for (const name of ['bin', 'scripts', 'work']) await mkdir(path.join(folder, name))
  const child = path.join(folder, 'child.mjs')
  await bundleChild('completion-child.ts', child)
  const program = path.join(folder, 'bin/pc-switcher')
  await writeFile(program, `#!/bin/sh\nexec ${process.execPath} ${child} "$@"\n`)
  await chmod(program, 0o755)
  for (const shell of shells) await writeFile(script(shell), completionScripts[shell])
  await writeFile(path.join(folder, 'work/answers one.json'), '{}')
})
afterAll(() => rm(folder, { recursive: true }))

function run(program: string, argv: readonly string[]): readonly string[] {
  const said = execFileSync(program, argv, {
    cwd: path.join(folder, 'work'),
    encoding: 'utf8',
    env: { PATH: `${path.join(folder, 'bin')}:/usr/bin:/bin`, HOME: path.join(folder, 'work'), TERM: 'dumb' },
    timeout: 60_000,
  })
  return said.split(/\r?\n/).filter((line) => line !== '')
}

/** bash itself calls what was registered, as it does when Tab is pressed. */
const inBash = `
source "$0"
COMP_LINE="$1" COMP_POINT=\${#1}
read -ra COMP_WORDS <<< "$1"; [[ $1 == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
[[ $(complete -p pc-switcher) == *_pc_switcher* ]] || exit 1
_pc_switcher
for one in "\${COMPREPLY[@]}"; do echo "$one"; done`

/** A terminal of its own, in which Tab is pressed and then a key that says that Tab is over; each match is printed. */
const inZsh = `
zmodload zsh/zpty
zpty z zsh -f -i
zpty -w z "PS1= PROMPT2= fpath=(\${0:h} \\$fpath)"
zpty -w z 'autoload -Uz compinit && compinit -u -D'
zpty -w z 'compadd() {
  if [[ \${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]]; then builtin compadd "$@"; return; fi
  typeset -a __hits; builtin compadd -A __hits "$@"
  for hit in "\${__hits[@]}"; do print -r -- "HIT:$hit"; done
  builtin compadd "$@"
}'
zpty -w z 'over() { print "COMPLETION""_OVER" }; zle -N over; bindkey "^X^O" over'
zpty -w z 'print "READY""_NOW"'
zpty -r -m z line '*READY_NOW*'
zpty -w -n z "$1"$'\\t\\C-x\\C-o'
zpty -r -m z line '*COMPLETION_OVER*'
zpty -d z
print -r -- $line`

const completed: Readonly<Record<Shell, (line: string) => readonly string[]>> = {
  bash: (line) => run('bash', ['--norc', '-c', inBash, script('bash'), line]),
  zsh: (line) =>
    run('zsh', ['-f', '-c', inZsh, script('zsh'), line]).flatMap((one) => /HIT:(.*)$/.exec(one)?.[1]?.trim() ?? []),
  fish: (line) =>
    run('fish', ['--no-config', '-c', `source ${script('fish')}; complete -C "$argv[1]"`, line]).map(
      (one) => one.split('\t')[0] ?? '',
    ),
}

describe.each(shells)('Tab in %s', (shell) => {
  it.each([
    { line: 'pc-switcher snap', has: ['snapshots'] },
    { line: 'pc-switcher snapshots roll', has: ['rollback', 'rollback-cancel', 'rollback-state'] },
    { line: 'pc-switcher snapshots rollback 2026 --at', has: ['--at-next-start'] },
    { line: 'pc-switcher log b7', has: ['b76059', 'b7aaaa'] },
    { line: 'pc-switcher kept forget work', has: ['work.qcow2'] },
    { line: 'pc-switcher packages rule cups', has: ['cups.service'] },
  ])('completes "$line"', ({ line, has }) => {
    expect([...completed[shell](line)].sort()).toEqual(has)
  })

  it('completes names of files where files are meant', () => {
    const [found = ''] = completed[shell]('pc-switcher switch --answers ans')
    expect(found.replaceAll('\\', '')).toBe('answers one.json')
  })

  it('runs nothing that stands in a name', () => {
    expect(completed[shell]('pc-switcher kept forget ')).toHaveLength(2)
    expect(existsSync(path.join(folder, 'work/ran'))).toBe(false)
  })
})

it('inserts in bash only what follows a colon or an equals sign, because bash has broken the word there', () => {
  expect(completed.bash('pc-switcher packages rule docker.io:a')).toEqual(['amd64'])
  expect(completed.bash('pc-switcher completion --json=')).toEqual([])
})
