/** A real terminal: script(1) makes one, and types into it when a question stands there. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'

let folder: string
let child: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'asking-pty-'))
  child = path.join(folder, 'child.mjs')
  const entry = path.join(import.meta.dirname, 'asking-child.ts')
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    // Some of what it starts programs with is not of modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)" },
    outfile: child,
    logLevel: 'error',
  })
})
afterAll(() => rm(folder, { recursive: true }))

/** Types the next of these whenever the prompt stands there; what the screen said at the end. */
async function atTerminal(typed: readonly string[]): Promise<string> {
  const command = `${process.execPath} ${child}`
  const program = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TERM: 'xterm' },
  })
  const waiting = [...typed]
  let screen = ''
  let seen = 0
  program.stdout.setEncoding('utf8')
  program.stdout.on('data', (text: string) => {
    screen += text
    const prompt = screen.indexOf('q stop) > ', seen)
    if (prompt === -1) return
    seen = prompt + 1
    program.stdin.write(waiting.shift() ?? '\u0004')
  })
  await new Promise((resolve) => program.on('close', resolve))
  return screen
}

it('asks at a terminal, one question after the other', async () => {
  const screen = await atTerminal(['1\r', '2\r'])
  expect(screen).toContain('[2 of 2] home:b')
  expect(screen).toContain('answered {"home:a":"keep","home:b":"take"} true')
})

it('shows what differs a page at a time, and asks again', async () => {
  const screen = await atTerminal(['d\r', '1\r', '2\r'])
  expect(screen).toContain('--- XPS 13, now')
  expect(screen).toContain('answered {"home:a":"keep","home:b":"take"} true')
})

it('stops with Ctrl+C, and what was answered is kept', async () => {
  const screen = await atTerminal(['2\r', '\u0003'])
  expect(screen).toContain('kept {"home:a":"take"}')
  expect(screen).toContain('stopped {"home:a":"take"} true')
})
