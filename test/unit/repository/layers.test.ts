import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cruise } from 'dependency-cruiser'
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config'
import { afterAll, beforeAll, expect, it } from 'vitest'

/**
 * One import that is forbidden for each rule of .dependency-cruiser.cjs, in a tree of its own: a rule that nobody ever
 * saw bite may have a pattern that matches nothing.
 */
const forbidden: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  'transport-imports-only-down': [['src-main/transport/a.ts', 'src-main/shells/web/b.ts']],
  'app-imports-only-down': [
    ['src-main/app/a.ts', 'src-main/transport/b.ts'],
    ['src-main/app/a2.ts', 'src-main/agent/b.ts'],
  ],
  'agent-imports-only-down': [['src-main/agent/a.ts', 'src-main/app/b.ts']],
  'domains-imports-only-down': [['src-main/domains/clocks/a.ts', 'src-main/app/b.ts']],
  'commons-imports-only-down': [['src-main/commons/syncthing/a.ts', 'src-main/domains/clocks/b.ts']],
  'switch-imports-only-down': [['src-main/switch/a.ts', 'src-main/commons/syncthing/b.ts']],
  'journal-imports-only-down': [
    ['src-main/journal/a.ts', 'src-main/switch/b.ts'],
    ['src-main/journal/a2.ts', 'src-main/machine/b.ts'],
  ],
  'machine-imports-only-down': [['src-main/machine/a.ts', 'src-main/switch/b.ts']],
  'tools-imports-only-down': [['src-main/tools/a.ts', 'src-main/machine/b.ts']],
  'contract-imports-only-down': [['src-main/contract/a.ts', 'src-main/tools/b.ts']],
  'kernel-imports-only-down': [['src-main/kernel/a.ts', 'src-main/contract/b.ts']],
  'no-circular': [['src-main/kernel/here.ts', 'src-main/kernel/there.ts']],
  'domains-never-import-each-other': [['src-main/domains/clocks/c.ts', 'src-main/domains/packages/verbs.ts']],
  'on-pair-never-imports-tools-or-on-machine': [
    ['src-main/domains/clocks/on-pair/a.ts', 'src-main/tools/b.ts'],
    ['src-main/domains/clocks/on-pair/a2.ts', 'src-main/domains/clocks/on-machine/b.ts'],
    ['src-main/commons/syncthing/on-pair/a.ts', 'src-main/tools/b.ts'],
  ],
  'on-machine-knows-no-pair': [
    ['src-main/domains/clocks/on-machine/a.ts', 'src-main/switch/b.ts'],
    ['src-main/domains/clocks/on-machine/a2.ts', 'src-main/domains/clocks/on-pair/b.ts'],
  ],
  'app-descriptors-import-no-tools-or-on-machine': [
    ['src-main/domains/clocks/app.ts', 'src-main/tools/b.ts'],
    ['src-main/commons/laptop/app.ts', 'src-main/commons/awake/on-machine/b.ts'],
    ['src-main/domains/places/app.ts', 'src-main/domains/places/agent.ts'],
  ],
  'agent-descriptors-know-no-pair': [
    ['src-main/domains/clocks/agent.ts', 'src-main/domains/clocks/on-pair/b.ts'],
    ['src-main/commons/laptop/agent.ts', 'src-main/switch/b.ts'],
    ['src-main/domains/zones/agent.ts', 'src-main/domains/zones/app.ts'],
  ],
  'agent-knows-no-pair': [
    ['src-main/agent/c.ts', 'src-main/switch/b.ts'],
    ['src-main/agent/c2.ts', 'src-main/domains/clocks/on-pair/b.ts'],
  ],
  'app-runs-no-tools': [
    ['src-main/app/c.ts', 'src-main/tools/b.ts'],
    ['src-main/transport/c2.ts', 'src-main/domains/clocks/on-machine/b.ts'],
  ],
  'contract-imports-zod-and-kernel-types': [
    ['src-main/contract/c.ts', 'execa'],
    ['src-main/contract/c2.ts', 'node:fs'],
  ],
  'messages-are-words-alone': [
    ['src-main/tools/messages.ts', 'src-main/tools/run/b.ts'],
    ['src-main/domains/clocks/messages.ts', 'src-main/commons/syncthing/verbs.ts'],
  ],
  'electron-only-in-its-shell': [
    ['src-main/shells/web/e.ts', 'electron'],
    ['src-main/app/e.ts', 'electron/main'],
  ],
  'children-start-at-one-door': [
    ['src-main/app/d.ts', 'node:child_process'],
    ['src-main/tools/d.ts', 'child_process'],
    ['src-main/domains/clocks/d.ts', 'execa'],
  ],
  'ssh2-only-in-machine': [['src-main/app/f.ts', 'ssh2']],
  'git-only-for-system-state': [['src-main/app/g.ts', 'simple-git']],
  'renderer-imports-contract-and-itself': [
    ['src-renderer/a.tsx', 'src-main/app/b.ts'],
    ['src-renderer/a2.ts', 'src-main/tools/b.ts'],
  ],
  'product-knows-no-practice': [
    ['src-main/app/h.ts', 'practice/pair.ts'],
    ['src-renderer/h.ts', 'test/b.ts'],
  ],
}

/** What stays allowed, so that a rule that forbids everything is noticed too. */
const allowed: readonly (readonly [from: string, to: string])[] = [
  ['src-main/shells/cli/ok.ts', 'src-main/kernel/b.ts'],
  ['src-main/shells/electron/ok.ts', 'electron'],
  ['src-main/transport/ok.ts', 'src-main/app/ok.ts'],
  ['src-main/app/ok.ts', 'src-main/domains/clocks/on-pair/ok.ts'],
  ['src-main/app/ok2.ts', 'src-main/tools/systemd/messages.ts'],
  ['src-main/domains/packages/messages.ts', 'src-main/domains/packages/model.ts'],
  ['src-main/agent/ok.ts', 'src-main/domains/clocks/on-machine/ok.ts'],
  ['src-main/domains/ok/app.ts', 'src-main/domains/ok/on-pair/steps.ts'],
  ['src-main/domains/ok/agent.ts', 'src-main/domains/ok/on-machine/answers.ts'],
  ['src-main/domains/clocks/on-pair/ok.ts', 'src-main/switch/b.ts'],
  ['src-main/domains/clocks/on-machine/ok.ts', 'src-main/tools/b.ts'],
  ['src-main/tools/run.ts', 'execa'],
  ['src-main/machine/ssh.ts', 'ssh2'],
  ['src-main/contract/ok.ts', 'zod'],
  ['src-main/contract/ok2.ts', 'src-main/kernel/b.ts'],
  ['src-main/commons/system-state/on-pair/ok.ts', 'simple-git'],
  ['src-renderer/ok.tsx', 'src-main/contract/b.ts'],
  ['practice/ok.ts', 'node:child_process'],
]

const config = await extractDepcruiseConfig(path.resolve('.dependency-cruiser.cjs'))
const rules = config.forbidden ?? []
let seen: ReadonlySet<string>
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'layers-'))
  await growTree([...Object.values(forbidden).flat(), ...allowed])
  seen = await violations()
}, 60_000)

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

it('has an example of a forbidden import for every rule', () => {
  expect(Object.keys(forbidden).sort()).toEqual(rules.map((rule) => rule.name).sort())
})

it.each(Object.entries(forbidden).flatMap(([rule, imports]) => imports.map(([from, to]) => ({ rule, from, to }))))(
  '$rule: $from may not import $to',
  ({ rule, from, to }) => {
    expect([...seen].filter((line) => line.startsWith(`${from} `))).toContain(`${from} ${to} ${rule}`)
  },
)

it.each(allowed.map(([from, to]) => ({ from, to })))('$from may import $to', ({ from }) => {
  expect([...seen].filter((line) => line.startsWith(`${from} `))).toEqual([])
})

/** Each file imports what its pairs say; the packages are stand-ins with the real names. */
async function growTree(imports: readonly (readonly [string, string])[]): Promise<void> {
  const texts = new Map<string, string>()
  for (const [from, to] of imports) {
    if (to.includes('.ts') && !texts.has(to)) texts.set(to, 'export const b = 1\n')
    const wanted = to.includes('.ts') ? relative(from, to) : to
    texts.set(from, `import * as x${String(texts.size)} from '${wanted}'\n${texts.get(from) ?? ''}`)
  }
  for (const [file, text] of texts) await write(file, text)
  await write('src-main/kernel/there.ts', "import * as x from './here.ts'\nexport const b = 1\n")
  for (const name of ['electron', 'execa', 'ssh2', 'simple-git', 'zod']) {
    await write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    await write(`node_modules/${name}/index.js`, 'exports.b = 1\n')
  }
  await write('package.json', '{"type":"module"}')
  await symlink(path.resolve('tsconfig.json'), path.join(folder, 'tsconfig.json'))
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
  await writeFile(path.join(folder, file), text)
}

function relative(from: string, to: string): string {
  const way = path.relative(path.dirname(from), to)
  return way.startsWith('.') ? way : `./${way}`
}

/** "importer imported rule" for every violation. */
async function violations(): Promise<ReadonlySet<string>> {
  const { enhancedResolveOptions, ...options } = config.options ?? {}
  const result = await cruise(
    ['src-main', 'src-renderer', 'practice', 'test'],
    { ...options, baseDir: folder, validate: true, ruleSet: { forbidden: rules } },
    { ...enhancedResolveOptions },
  )
  if (typeof result.output === 'string') throw new Error(result.output)
  return new Set(
    result.output.summary.violations.map(({ from, to, rule }) => `${from} ${asWritten(from, to)} ${rule.name}`),
  )
}

/** What was written in the import, from what it was resolved to. */
function asWritten(from: string, to: string): string {
  const known = Object.values(forbidden).flat()
  const plain = to.replace(/^node_modules\/(.+)\/index\.js$/, '$1').replace('node:', '')
  const written = known.find(([importer, wanted]) => importer === from && wanted.replace('node:', '') === plain)
  return written?.[1] ?? to
}
