/** What root may be asked for: of every verb, by a program that is not ours. Nothing is done here, only refused. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { parseRequest, type AnswerContext } from '../../../src-main/machine/machine.ts'
import { isLong, randomFor } from '../../how-long.ts'
import { elsewhere, hostileInputs } from './hostile-input.ts'
import { leavesOf } from './schema-leaves.ts'

const { answers } = joinAgent(agentCapabilities)
/** For each verb. */
const rounds = isLong ? 1_000 : 40
/** Whoever reads from it has begun to work. */
const untouchable = new Proxy({} as AnswerContext, {
  get: (_context, name) => {
    throw new Error(`the work has begun: ${String(name)}`)
  },
})

function accepts(schema: z.ZodType, value: unknown): boolean {
  return schema.safeParse(value).success
}

/**
 * Shown, written as data, compared, looked for in a list of root's own, what a link says, or checked again (names of git's, rules, what a
 * job is given): never a path as it is. Of what a guest needs root tells only whether it is there.
 */
const words = [
  ...['agents.end.bootId', 'agents.end.startTime', 'awake.hold.why', 'etc.commit.message', 'home.fetched.after'],
  ...['home.nameOwners.groups', 'home.nameOwners.users', 'laptop-names.write.label', 'link.measure.data'],
  ...['ledger.*.name', 'ledger.*.label', 'ledger.*.startedBy', 'ledger.*.since', 'ledger.conclude.holder.by'],
  ...[
    'ledger.conclude.entry.startedAt',
    'ledger.conclude.entry.behind',
    'ledger.conclude.entry.open.*',
    'ledger.progress.steps.*',
    'ledger.conclude.entry.finishedAt',
    'ledger.conclude.proofJson',
  ],
  ...['notices.*.body', 'notices.*.title'],
  ...['notices.show.login', 'person-app.ask.input', 'person-app.tell.input', 'snapshots.create.*.label'],
  ...['snapshots.create.*.name', 'snapshots.create.note', 'snapshots.delete.ids', 'snapshots.list.known'],
  ...['snapshots.plan-removal.ids', 'files.find.name', 'home.addCommits.refs.name', 'home.noteCommits.commits.why.id'],
  ...['home.noteCommits.commits.refs', 'home.noteFetched.files.identity', 'ledger.conclude.entry.undoneAt'],
  ...[
    'packages.apply.debconf.value',
    'copies.*.password',
    'copies.*.keys.access',
    'copies.*.keys.secret',
    'copies.*.ca',
    'copies.confirm-sheet.words',
    'copies.*.login.token',
    'copies.*.login.user',
    'containers.adopt.volumes.stamp',
    'live.*.folders.lines',
    'live.join.peer.name',
    'sync.join.peerName',
    'compare.page.search',
    'compare.page.under',
    'compare.tree.path',
    'jobs.start.input',
    'jobs.start.input.*',
    'restore-etc.run.services',
    'restore.*.from.entries.target',
    'restore.*.from.parents.target',
  ],
  ...['etc.remember.fingerprints', 'etc.stage.manifest.group', 'etc.stage.manifest.owner'],
  ...['etc.stage.manifest.target', 'etc.tryDoorFiles.files.target'],
  ...['home.*.rules.pattern', 'home.owned.groups', 'home.owned.users', 'home.takeRenamed.files.identity'],
  ...['home.noteCommits.commits.of', 'home.noteCommits.commits.why.data', 'home.noteCommits.commits.why.data.*'],
  ...['images.adopt.groups.name', 'images.adopt.groups.images.group', 'images.adopt.groups.images.owner'],
  ...[
    'images.adopt.groups.images.backing.path',
    'images.adopt.groups.there.modifiedAt',
    'images.guest-lacks.guests.needs.*',
  ],
  ...['containers.adopt.volumes.labels', 'containers.adopt.volumes.labels.*'],
  ...['packages.*.agreed.before', 'packages.*.files.control'],
  ...['flatpak.apply.overrides.text', 'flatpak.apply.remotes.keys.owner', 'flatpak.apply.remotes.title'],
]

function isWords(way: string): boolean {
  return words.some((one) => new RegExp(`^${one.replaceAll('.', '\\.').replaceAll('*', '[a-zA-Z.*]+')}$`).test(way))
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain)
  if (typeof value !== 'object' || value === null) return true
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain)
}

describe('a verb', () => {
  it('refuses what is none of its input before anything is done', async () => {
    const random = randomFor('verb inputs')
    let refused = 0
    let accepted = 0
    for (const { verb, handle } of answers) {
      const next = hostileInputs(verb.input, random)
      for (let round = 0; round < rounds; round += 1) {
        const input = next()
        if (accepts(verb.input, input)) {
          accepted += 1
          expect([verb.name, input, isPlain(parseRequest(verb.input, input))]).toEqual([verb.name, input, true])
        } else {
          refused += 1
          await expect(handle(input, untouchable), verb.name).rejects.toMatchObject({ code: 'invalid-input' })
        }
      }
    }
    expect(Object.keys(Object.prototype)).toEqual([])
    expect('polluted' in {}).toBe(false)
    expect([refused > answers.length * 10, accepted > answers.length]).toEqual([true, true])
  })

  it('takes a path that leads elsewhere, or a NUL, nowhere but in words', () => {
    const taken = answers.flatMap(({ verb }) =>
      leavesOf(verb.input, verb.name).flatMap(({ way, schema }) =>
        elsewhere.some((text) => accepts(schema, text)) ? [way] : [],
      ),
    )
    expect([...new Set(taken)].filter((way) => !isWords(way)).sort()).toEqual([])
  })
})
