import { appendFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import type { SwitchEvent } from '../../../src-main/contract/events.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { createJournal, listJournals, readJournal, reopenJournal } from '../../../src-main/journal/journal.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('journal')))

const at = '2026-11-20T08:00:00.000Z'
const started: SwitchEvent = {
  type: 'switch-started',
  at,
  switchId: 'one',
  answers: {},
  unanswered: [],
  plan: {
    planId: 'p',
    at,
    startedBy: 'p17',
    from: { name: 'p17', label: 'P17' },
    to: { name: 'xps', label: 'XPS 13' },
    steps: [{ id: stepIds.home, title: 'Home files', stage: 'copy', icon: 'home', after: [], waitsFor: '' }],
    previews: {},
    pages: [],
    estimate: { bytes: 0, items: 0, ms: 0 },
    kept: {},
    askedAgain: [],
  },
}

it('gives back what was written, and the state that follows from it', async () => {
  const journal = await createJournal(folder, 'one', { home: { files: 3 } })
  await journal.append(started)
  await journal.append({ type: 'step-started', at, stepId: stepIds.home })
  await journal.close()
  const contents = await readJournal(folder, 'one')
  expect(contents.plans).toEqual({ home: { files: 3 } })
  expect(contents.events).toHaveLength(2)
  expect(contents.state).toMatchObject({ kind: 'running', statuses: { home: { kind: 'running' } } })
})

it('is begun where no journal was before, as on a laptop that was paired while its app ran', async () => {
  const fresh = join(folder, 'journals')
  expect(await listJournals(fresh)).toEqual([])
  const journal = await createJournal(fresh, 'one', {})
  await journal.close()
  expect(await listJournals(fresh)).toEqual(['one'])
})

it('has what is told at once in its order, and each on the disk when that is said', async () => {
  const journal = await createJournal(folder, 'one', {})
  const ids = [stepIds.home, stepIds.etc, stepIds.packages, stepIds.images, stepIds.snapshots]
  const events: SwitchEvent[] = [started, ...ids.map((stepId) => ({ type: 'step-started' as const, at, stepId }))]
  await Promise.all(
    events.map(async (event, index) => {
      await journal.append(event)
      expect((await readJournal(folder, 'one')).events.slice(0, index + 1)).toEqual(events.slice(0, index + 1))
    }),
  )
  await journal.close()
  expect((await readJournal(folder, 'one')).events).toEqual(events)
})

it('passes over a last line that a crash cut, and goes on after it on a line of its own', async () => {
  const journal = await createJournal(folder, 'one', {})
  await journal.append(started)
  await journal.close()
  await appendFile(join(folder, 'one.jsonl'), '{"type":"step-star')
  const again = await reopenJournal(folder, 'one')
  await again.append({ type: 'step-started', at, stepId: stepIds.home })
  await again.close()
  expect((await readJournal(folder, 'one')).events.map((event) => event.type)).toEqual([
    'switch-started',
    'step-started',
  ])
})

it('refuses any other line that cannot be read, and says which', async () => {
  const journal = await createJournal(folder, 'one', {})
  await journal.append(started)
  await journal.close()
  await appendFile(join(folder, 'one.jsonl'), '{"type":"step-star\n{"type":"switch-dismissed","at":"now"}\n')
  await expect(readJournal(folder, 'one')).rejects.toMatchObject({
    code: 'state-unreadable',
    message: "Line 3 of the journal of this switch can't be read.",
  })
})

it('refuses a journal of another version instead of guessing', async () => {
  await writeFile(join(folder, 'old.jsonl'), '{"version":9,"switchId":"old","plans":{}}\n')
  await expect(readJournal(folder, 'old')).rejects.toMatchObject({ code: 'state-unreadable' })
})

it('never writes over a journal that is there', async () => {
  await (await createJournal(folder, 'one', {})).close()
  await expect(createJournal(folder, 'one', {})).rejects.toThrow()
  expect(await listJournals(folder)).toEqual(['one'])
})
