import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { listActivity, refuseUnreadable } from '../../../src-main/app/activity.ts'
import { createJournal } from '../../../src-main/journal/journal.ts'

let folder: string
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'activity-'))))
afterEach(() => rm(folder, { recursive: true }))

it('tells of a switch whose journal cannot be read, and nobody is told that there is nothing to resume', async () => {
  const journal = await createJournal(folder, 'one', {})
  await journal.close()
  await appendFile(join(folder, 'one.jsonl'), 'no event\n')
  const { entries, unreadable } = await listActivity(folder)
  expect(entries).toEqual([])
  expect(unreadable).toMatchObject([{ switchId: 'one', error: { code: 'state-unreadable' } }])
  await expect(refuseUnreadable(folder, 'one')).rejects.toMatchObject({ code: 'state-unreadable' })
})

it('has nothing against a journal that is not here', async () => {
  await expect(refuseUnreadable(folder, 'elsewhere')).resolves.toBeUndefined()
})
