import { appendFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { createTasks, createWorkRecorder } from '../../../src-main/app/tasks.ts'
import { findUnreadableNewest, listActivity, refuseUnreadable } from '../../../src-main/app/activity.ts'
import type { Task } from '../../../src-main/contract/task.ts'
import { createJournal } from '../../../src-main/journal/journal.ts'
import { beginWork, endWork, listWork } from '../../../src-main/journal/work-records.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { createEventBus } from '../../../src-main/kernel/event-bus.ts'
import { createLogger, silentLogger } from '../../../src-main/kernel/logger.ts'
import { bundleProgram, endContender, startContender } from '../commons/lock-contenders.ts'
import { newCall } from '../transport/new-call.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('activity')))

it('tells of a switch whose journal cannot be read, and nobody is told that there is nothing to resume', async () => {
  const journal = await createJournal(folder, 'one', {})
  await journal.close()
  await appendFile(join(folder, 'one.jsonl'), 'no event\n')
  const { entries, unreadable } = await listActivity({ journals: folder, work: join(folder, 'work') })
  expect(entries).toEqual([])
  expect(unreadable).toMatchObject([{ switchId: 'one', error: { code: 'state-unreadable' } }])
  await expect(refuseUnreadable(folder, 'one')).rejects.toMatchObject({ code: 'state-unreadable' })
})

it('names the newest journal when it cannot be read, and no older one', async () => {
  expect(await findUnreadableNewest(join(folder, 'not-paired'))).toBeUndefined()
  expect(await findUnreadableNewest(folder)).toBeUndefined()
  for (const [id, text] of [
    ['one', 'no event\n'],
    ['two', ''],
    ['three', 'no event\n'],
  ] as const) {
    const journal = await createJournal(folder, `2026-${id}`, {})
    await journal.close()
    await appendFile(join(folder, `2026-${id}.jsonl`), text)
  }
  // In the order of their names: one, three, two.
  expect(await findUnreadableNewest(folder)).toBeUndefined()
  await appendFile(join(folder, '2026-two.jsonl'), 'no event\n')
  expect(await findUnreadableNewest(folder)).toMatchObject({
    switchId: '2026-two',
    error: { code: 'state-unreadable', message: "Line 2 of the journal of this switch can't be read." },
  })
})

it('has nothing against a journal that is not here', async () => {
  await expect(refuseUnreadable(folder, 'elsewhere')).resolves.toBeUndefined()
})

describe('work outside a switch', () => {
  const work = () => join(folder, 'work')
  const listed = async () => (await listActivity({ journals: folder, work: work() })).entries
  const tasksWith = (logger = silentLogger, at = work()) =>
    createTasks({
      bus: createEventBus<Task>(() => undefined),
      clock: systemClock,
      record: createWorkRecorder(at, logger),
    })
  const changing = {
    title: 'Restore 3 files on XPS 13',
    activity: () => ({ result: 'done', summary: 'Done' }) as const,
  }

  it('is listed while it runs and after it, also by another app of the same person', async () => {
    const call = newCall()
    await tasksWith().run(call, changing, async () => {
      expect(await listed()).toMatchObject([{ kind: 'work', ...call, title: changing.title, result: 'running' }])
    })
    expect(await listed()).toMatchObject([
      { ...call, result: 'done', summary: 'Done', finishedAt: expect.any(String) as string },
    ])
  })

  it('is interrupted when the app that did it was killed in between', async () => {
    const program = await bundleProgram(
      `import { beginWork } from '@/journal/work-records.ts'
      const callId = '867b9b3c-c417-4e4d-8516-d17f6370ec16'
      beginWork(process.argv[2], { callId, title: 'Restore /etc on P17', startedAt: new Date().toISOString() })
      console.log('begun')
      setInterval(() => undefined, 1000)`,
      join(folder, 'app.mjs'),
    )
    const app = startContender(program, work())
    try {
      expect(await app.said).toBe('begun')
      expect(await listed()).toMatchObject([{ result: 'running' }])
    } finally {
      await endContender(app)
    }
    expect(await listed()).toMatchObject([
      {
        title: 'Restore /etc on P17',
        result: 'interrupted',
        summary: 'pc-switcher stopped before the result was known',
      },
    ])
  })

  it('is done also where it cannot be recorded, and that is logged', async () => {
    await writeFile(work(), 'no folder')
    const lines: string[] = []
    const logger = createLogger((line) => void lines.push(line), systemClock)
    expect(await tasksWith(logger, work()).run(newCall(), changing, () => Promise.resolve(3))).toBe(3)
    expect(lines.join()).toContain('recorded')
  })

  it('is kept for the last 200 works, the newest first', async () => {
    const at = (index: number) => new Date(Date.UTC(2026, 10, 20, 8, 0, index)).toISOString()
    for (let index = 0; index < 203; index++) {
      const record = beginWork(work(), { ...newCall(), title: `Work ${index}`, startedAt: at(index) })
      // Each is on the disk before it counts, which a busy one takes long for.
      if (index > 195) endWork(work(), record, { at: at(index), result: 'done', summary: 'Done' })
    }
    expect(await readdir(work())).toHaveLength(200)
    const titles = listWork(work()).map(({ record }) => record.title)
    expect([titles[0], titles.at(-1)]).toEqual(['Work 202', 'Work 3'])
  })
})
