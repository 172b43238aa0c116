/** Colours at a terminal: what they mean, and where there are none. */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { textOf, toned } from '../../../src-main/shells/cli/colours.ts'
import { doctorLines } from '../../../src-main/shells/cli/texts.ts'
import { undoPlanLines } from '../../../src-main/shells/cli/switches/texts.ts'
import { undoNow } from '../../renderer/undo-answers.ts'

const module = path.resolve(import.meta.dirname, '../../../src-main/shells/cli/output.ts')
const program = (json: boolean) => `
  import { createOutput } from ${JSON.stringify(module)}
  const output = createOutput(${json})
  output.say({ tone: 'bad', text: 'gone: \\u001b[2J' })
  output.tell({ type: 'x', text: '\\u001b[31m' })
`
/** In a pipe, or as if at a terminal by script(1). */
function printed(json: boolean, env: Readonly<Record<string, string>>, isTerminal = false): string {
  const argv = [
    process.execPath,
    '--experimental-transform-types',
    '--input-type=module',
    '--no-warnings',
    '--eval',
    program(json),
  ]
  const quoted = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const [file = '', ...rest] = isTerminal ? ['script', '--quiet', '--return', '--command', quoted, '/dev/null'] : argv
  // Node takes CI for a terminal without colours.
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^((NO|FORCE)_COLOR|CI)$/.test(name)),
  )
  return spawnSync(file, rest, {
    encoding: 'utf8',
    env: { ...inherited, TERM: 'xterm-256color', ...env },
  }).stdout.trim()
}

const red = '\u001b[31mgone: \\u001b[2J\u001b[39m'

it.each([
  { what: 'at a terminal', env: {}, isTerminal: true, said: red },
  { what: 'in a pipe', env: {}, isTerminal: false, said: 'gone: \\u001b[2J' },
  { what: 'with NO_COLOR', env: { NO_COLOR: '1' }, isTerminal: true, said: 'gone: \\u001b[2J' },
  { what: 'in a pipe with FORCE_COLOR', env: { FORCE_COLOR: '1' }, isTerminal: false, said: red },
])('is red $what, and never lets anything else through that a terminal obeys: $said', ({ env, isTerminal, said }) => {
  expect(printed(false, env, isTerminal)).toBe(said)
})

it('has none in what scripts read, whatever the environment says', () => {
  expect(printed(true, { FORCE_COLOR: '1' })).toBe('{"type":"x","text":"\\u001b[31m"}')
})

it('is red for what would be gone, and for what failed', () => {
  const gone = undoPlanLines(undoNow).filter((line) => typeof line !== 'string')
  expect(gone.map(({ tone }) => tone)).toEqual(['bad'])
  expect(gone.every((line) => textOf(line).includes('would be gone'))).toBe(true)
  const item = { title: 'Disk', text: 'Full', verdict: 'failed' as const }
  expect(doctorLines(item)).toEqual([toned('bad', '✗ Disk: Full')])
})
