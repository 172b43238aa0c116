/** The commands as they are declared, and an app that knows a little of everything, for tests of completion. */
import { createClient, type AppClient } from '../../../src-main/transport/client.ts'
import { allCommands } from '../../../src-main/shells/cli/all-commands.ts'
import type { Declared } from '../../../src-main/shells/cli/completion/read-line.ts'
import { joinCompletes } from '../../../src-main/shells/cli/completion/values.ts'
import { makeProgram } from '../../../src-main/shells/cli/make-program.ts'
import { noParts } from './program-parts.ts'
import { someLive } from '../../renderer/live-answers.ts'

export const declared: Declared = {
  completes: joinCompletes(allCommands),
  program: makeProgram(noParts),
}

const at = '2026-11-20T08:17:19.058Z'
const [p17, xps] = [
  { name: 'p17', label: 'P17' },
  { name: 'xps', label: 'XPS 13' },
]
const snapshot = (id: string, laptop: string) => ({
  ...{ id, laptop, at, areas: [], areaTitles: [], subvolumes: [], reason: 'manual', description: 'Before the trip' },
  ...{ pinned: false, space: { kind: 'unknown' }, readable: true },
})
const switched = (switchId: string) => ({
  ...{ kind: 'switch', switchId, from: p17, to: xps, startedAt: at, result: 'verified', summary: '' },
})

const answers: Readonly<Record<string, unknown>> = {
  'snapshots.list': {
    snapshots: [snapshot('20261120T081700000Z-b76059', 'p17'), snapshot('20261120T091700000Z-aaaaaa', 'xps')],
    missing: [],
  },
  'activity.list': {
    entries: [switched('20261120T081719058Z-b76059'), switched('20261120T091719058Z-b7aaaa')],
    unreadable: [],
  },
  'etc.list': {
    rules: [
      { pattern: '/practice notes/a.conf', decision: 'always', origin: 'person', reason: '', line: 1 },
      { pattern: '/hostname', decision: 'never', origin: 'built-in', reason: '' },
    ],
    file: 'etc.stignore',
  },
  'kept.list': {
    // What another program put there is not run.
    kinds: [{ kind: 'image', what: 'VM image', title: '', effect: '', names: ['work.qcow2', '$(touch ran).qcow2'] }],
    file: 'kept.json',
  },
  'containers.list': {
    ...{ here: p17, there: xps, troubles: [] },
    volumes: [{ engine: 'docker', name: 'shop_db', here: { bytes: 1, usedBy: [] } }],
    images: [{ engine: 'podman', name: 'localhost/shop:1', here: { bytes: 1, id: 'a', isPulled: false } }],
  },
  'containers.rules': { rules: [{ kind: 'volume', name: 'scratch-*', decision: 'apart' }], file: 'containers.rules' },
  'packages.rules': {
    rules: [
      { kind: 'apt', name: 'docker.io:amd64', decision: 'apart' },
      { kind: 'unit', name: 'cups.service', decision: 'both' },
    ],
    file: 'packages.rules',
  },
  'live.status': someLive,
  'home.exclusions': {
    rules: [
      { pattern: '/Downloads/films', decision: 'exclude', line: 1 },
      { pattern: '*.iso', decision: 'exclude', line: 2 },
    ],
    ...{
      file: 'home.stignore',
      invalid: [],
      builtIn: [],
      homes: [{ account: 'bob', home: '/home/bob', isAdded: false }],
    },
  },
}

export const knowingClient: AppClient = createClient((name) => {
  const value = answers[name]
  return Promise.resolve({ ok: true, value })
})
