/** Why something is, or is not, on the other laptop: what the page and `pc-switcher why` are told. */
import { beforeEach, expect, it } from 'vitest'
import { createWhy } from '../../../src-main/app/why.ts'
import type { AppCapability, AppParts } from '../../../src-main/commons/capability/app-capability.ts'
import type { EtcRule } from '../../../src-main/contract/etc-calls.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import { createEtcApp } from '../../../src-main/domains/etc-tracking/app.ts'
import { lookAtEtcFile } from '../../../src-main/domains/etc-tracking/verbs.ts'
import { homeApp } from '../../../src-main/domains/home-sync/app.ts'
import { explainPath } from '../../../src-main/domains/home-sync/rule-verbs.ts'
import { packagesApp } from '../../../src-main/domains/packages/app.ts'
import { whyCommand } from '../../../src-main/shells/cli/why/program.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { createSyncSession } from '../../../src-main/commons/syncthing/on-pair/sync-session.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { appOf, outputInto } from '../shells/command-parts.ts'

const call = { callId: '5c0f7a6e-8f0e-4d0e-9f57-3b9a4f0f2a11' }
const here = { name: 'P17', label: 'P17' }
const there = { name: 'XPS 13', label: 'XPS 13' }

/** What each laptop has, below /home and below /etc. */
const files = { P17: ['alice/books', 'alice/films/one', '/motd'], 'XPS 13': ['alice/books'] }
let packageRules: PackageRule[]
let etcRules: EtcRule[]
let isAway: boolean
let compared: number
let decided: unknown[]

beforeEach(() => {
  packageRules = []
  etcRules = [
    { pattern: '/machine-id', decision: 'never', origin: 'built-in', reason: 'It is the identity of this laptop.' },
  ]
  isAway = false
  compared = 0
  decided = []
})

const machine = async (name: keyof typeof files) =>
  (
    await memoryMachine(name, [
      answer(explainPath, ({ path }) =>
        Promise.resolve({ isThere: files[name].includes(path), isLeftOut: false, isOnTheWay: false }),
      ),
      answer(lookAtEtcFile, ({ path }) =>
        Promise.resolve(
          files[name].includes(path) ? { kind: 'link' as const, target: 'x' } : { kind: 'absent' as const },
        ),
      ),
    ])
  ).machine

const packageOf = (name: string, more = {}) => ({
  ...{ manager: 'apt', name, architecture: 'amd64', summary: '', installedBytes: 1, difference: 'only-here' },
  ...{ here: { version: '1', auto: false, held: false }, neededBy: { first: [], count: 0 } },
  ...more,
})

async function why() {
  const [own, other] = await Promise.all([machine('P17'), machine('XPS 13')])
  const away = new AppError({ code: 'unreachable', message: 'XPS 13 does not answer.', hint: 'Wake it.' })
  const handlers = {
    homeExplain: ({ path }: { path: string }) => {
      const below = path.replace('/home/alice', '')
      const isFilms = below.startsWith('/films')
      const line = { source: 'person', line: 3, text: '/films', file: '~/system-state/home.stignore' }
      return {
        ...{ path: `~${below}`, exists: files.P17.includes(`alice${below}`) },
        ...{ verdict: isFilms ? 'left-out' : 'copied', reason: isFilms ? line : { source: 'none' } },
      }
    },
    overview: () => ({ peer: { laptop: there } }),
    homeDecidePath: (input: unknown) => decided.push(input),
    etcList: () => ({ rules: etcRules, file: '' }),
    etcDecide: (input: { patterns: string[]; decision: 'always' | 'never' }) => {
      const [pattern = ''] = input.patterns
      etcRules = [...etcRules, { pattern, decision: input.decision, origin: 'person', reason: '', line: 1 }]
    },
    packagesCompare: () => {
      compared += 1
      if (isAway) throw away
      const names = ['docker.io', 'docker-compose', 'docker-buildx', 'docker-doc', 'docker-clean']
      return { here, there, packages: names.map((name) => packageOf(name)), others: [] }
    },
    packagesRules: () => ({ rules: packageRules, file: '' }),
    packagesDecide: (input: PackageRule) => (packageRules = [input]),
  }
  const parts = {
    systemStateFolder: '/home/alice/system-state',
    here: () => Promise.resolve(own),
    reach: {
      all: () =>
        Promise.resolve(
          isAway
            ? { machines: [own], missing: [{ laptop: 'xps', error: away }] }
            : { machines: [own, other], missing: [] },
        ),
    },
    calls: () =>
      Object.fromEntries(
        Object.entries(handlers).map(([name, handler]) => [
          name,
          (input: never) => Promise.resolve().then(() => handler(input)),
        ]),
      ),
  }
  const machines: AppCapability = {
    name: 'images',
    page: {
      ...{ id: 'machines', title: 'Machines and containers', room: 'travels', does: '' },
      read: () =>
        Promise.resolve({
          lead: '',
          sections: [{ title: '', rows: [{ title: 'win11', text: 'P17: off', value: 'Only on P17' }] }],
        }),
    },
  }
  return createWhy([homeApp, createEtcApp(createSyncSession()), packagesApp, machines], parts as unknown as AppParts)
}

const ask = async (asked: string) => (await why()).whyAsk({ asked }, call)

it('says of a path which laptop has it, by which rule, and where that is changed', async () => {
  const { answers } = await ask('~/films/one')
  expect(answers).toMatchObject([
    {
      title: '~/films/one is not on XPS 13',
      lines: ['It is not copied: line 3 of ~/system-state/home.stignore says /films.'],
      choice: { value: 'exclude' },
      place: { page: 'home', atTerminal: 'To change it: pc-switcher home include ~/films/one' },
    },
  ])
  expect((await ask('/home/alice/books')).answers[0]).toMatchObject({ title: '~/books is on both laptops' })
})

it('answers about /etc by the whole path, or by a part of what a rule names', async () => {
  expect((await ask('/etc/motd')).answers).toMatchObject([
    {
      title: '/etc/motd is not on XPS 13',
      lines: ['No rule names it. It stays as it is on both laptops until you decide.'],
      choice: { options: [{ id: 'always' }, { id: 'never' }] },
    },
  ])
  const fixed = (await ask('/etc/machine-id')).answers[0]
  expect(fixed).toMatchObject({ lines: ['It is never copied.', 'It is the identity of this laptop.'] })
  expect(fixed?.choice).toBeUndefined()
  etcRules.push({ pattern: '/sysctl.d/60-dev.conf', decision: 'always', origin: 'person', reason: '', line: 4 })
  expect((await ask('60-dev')).answers).toMatchObject([
    { name: '/sysctl.d/60-dev.conf', choice: { value: 'always' }, place: { item: 'person:/sysctl.d/60-dev.conf:4' } },
  ])
})

it('decides in place, and answers anew', async () => {
  const { whyAsk, whyDecide } = await why()
  const [first] = (await whyAsk({ asked: 'docker.io' }, call)).answers
  expect(first).toMatchObject({ title: 'docker.io is not on XPS 13', choice: { value: 'none' } })
  const { by = '', name = '' } = first ?? {}
  const after = await whyDecide({ asked: 'docker.io', by, name, choice: 'apart' }, call)
  expect(packageRules).toEqual([{ kind: 'apt', name: 'docker.io:amd64', decision: 'apart' }])
  expect(after.answers[0]).toMatchObject({
    lines: ['By the rule docker.io:amd64: each laptop keeps its own.'],
    choice: { value: 'apart' },
  })
  expect(compared).toBe(1)
  const etc = await whyDecide({ asked: '/etc/motd', by: 'etc-tracking', name: '/motd', choice: 'always' }, call)
  expect(etc.answers[0]?.choice?.value).toBe('always')
  await whyDecide({ asked: '~/books', by: 'home-sync', name: '/home/alice/books', choice: 'exclude' }, call)
  expect(decided).toEqual([{ path: '/home/alice/books', decision: 'exclude' }])
})

it('finds machines by their names, and names how many more there are of what', async () => {
  expect((await ask('win')).answers).toMatchObject([
    { by: 'machines', title: 'win11: only on P17', place: { page: 'page', item: 'machines' } },
  ])
  const { answers, more } = await ask('docker')
  expect(answers.map(({ name }) => name)).toHaveLength(4)
  expect(more).toBe(1)
})

it('says what was searched where nothing is found, and what could not be', async () => {
  const none = await ask('no-such-thing')
  expect(none.answers).toEqual([])
  expect(none.searched).toEqual(['your home folder', '/etc', 'programs', 'machines and containers'])
  isAway = true
  const away = await ask('books')
  expect(away.answers[0]).toMatchObject({
    title: '~/books is on P17',
    lines: ['It is copied.', 'Whether XPS 13 has it is not known.'],
  })
  expect(away.notSearched).toMatchObject([{ what: 'programs', error: { code: 'unreachable' } }])
})

it('is what the command prints', async () => {
  const { whyAsk } = await why()
  const print = async (thing: string) => {
    const said: string[] = []
    const found = await whyAsk({ asked: thing }, call)
    await whyCommand(thing)(appOf({ 'why.ask': () => found }), outputInto(said))
    return said
  }
  expect(await print('docker.io')).toEqual([
    'docker.io is not on XPS 13.',
    '  No rule names it. A switch from P17 installs it on XPS 13.',
    '  To change it: pc-switcher packages rule docker.io apart, both or never',
  ])
  expect(await print('none-such')).toEqual([
    'Nothing found for none-such. Searched: your home folder, /etc, programs, machines and containers.',
  ])
})
