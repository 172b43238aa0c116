/** What docs/security.md claims of the repository. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasTest } from './has-test.ts'

const document = readFileSync('docs/security.md', 'utf8')
const parts = document.split(/^## /m).slice(1)
/** `file`: "the name of a test in it" */
const shown = [...document.matchAll(/`((?:test|e2e)\/[\w./-]+\.(?:test|spec)\.tsx?)`: "([^"]+)"/g)].map(
  ([, file = '', name = '']) => ({ file, name }),
)

describe('docs/security.md', () => {
  it('names tests that exist', () => {
    expect(shown.length).toBeGreaterThan(50)
    expect(shown.filter(({ file, name }) => !hasTest(file, name))).toEqual([])
  })

  it('names every test with its file and its words', () => {
    const files = [...document.matchAll(/`(?:test|e2e)\/[^`]*\.(?:test|spec)\.tsx?`/g)]
    // The sentence that says where this is looked for.
    expect(files).toHaveLength(shown.length + 1)
  })

  it('says for everybody who could attack what stops them, and what does not', () => {
    const attackers = parts.filter((part) => /^(Somebody|Another|A )/.test(part))
    expect(attackers).toHaveLength(7)
    for (const part of [...attackers, ...parts.filter((part) => /^(Hostile|Secrets)/.test(part))])
      expect([part.split('\n')[0], /`: "/.test(part), part.includes('\nNot defended: ')]).toEqual([
        part.split('\n')[0],
        true,
        true,
      ])
  })
})

describe('the command line', () => {
  it('prints in one place, which writes out control characters', () => {
    const folder = 'src-main/shells/cli'
    const written = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) =>
        readFileSync(path.join(folder, file), 'utf8')
          .split('\n')
          .filter((line) => /process\.std(out|err)\.write\(|\bprint\(/.test(line) && !/printable/.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      )
    // Our own words, nothing at all, and a line that was made printable before.
    expect(written.sort()).toEqual([
      'completion/program.ts: .action((shell: Shell) => print(completionScripts[shell]))',
      "completion/program.ts: program.command('manual', { hidden: true }).action(() => print(manualPage(program, version)))",
      'follow-task.ts: if (live === undefined) process.stderr.write(`${line}\\n`)',
      "main.ts: await new Promise<void>((resolve) => void process.stdout.write('', () => resolve()))",
      'main.ts: if (!wantsJson) process.stderr.write(text)',
      'main.ts: print: (text) => void process.stdout.write(text),',
    ])
  })
})
