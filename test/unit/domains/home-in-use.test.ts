import { describe, expect, it } from 'vitest'
import type { OpenPlace } from '../../../src-main/domains/home-sync/open-files-verbs.ts'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { createSetOf, type FileSet } from '../../../src-main/domains/home-sync/file-sets/file-set.ts'
import { usedPlace } from '../../../src-main/domains/home-sync/on-machine/open-files/answers.ts'
import type { Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import {
  changesOfUse,
  createInUse,
  inUseQuestionId,
  inUseQuestions,
  readersNotice,
} from '../../../src-main/domains/home-sync/on-pair/in-use/in-use.ts'
import type { FilesInUse } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { pair } from '../machine/told-machine.ts'

describe('what a program uses', () => {
  const place = (path: string, ...sets: readonly FileSet[]) => usedPlace(path, createSetOf(sets))

  it('is the file', () => {
    const file = { path: 'alice/Documents/plan.odt', kind: 'file', paths: ['alice/Documents/plan.odt'] }
    expect(place('alice/Documents/plan.odt')).toEqual(file)
  })

  it('is the set of files that it is a part of, by whichever of them', () => {
    const database: FileSet = { kind: 'database', paths: ['alice/app.db', 'alice/app.db-wal'] }
    for (const path of database.paths)
      expect(place(path, database)).toEqual({ path: 'alice/app.db', kind: 'database', paths: database.paths })
    const profile: FileSet = { kind: 'profile', paths: ['alice/ff'] }
    expect(place('alice/ff/storage/ls/data.sqlite', database, profile)).toMatchObject({
      path: 'alice/ff',
      kind: 'profile',
    })
  })
})

describe('the plan', () => {
  const changed = { kind: 'changed', shared: 'f ' } as const
  const open = (path: string, kind: OpenPlace['kind'] = 'file'): OpenPlace => ({
    ...{ path, kind, paths: [path], programs: ['app'], writes: true },
  })

  async function foundOf(places: readonly OpenPlace[], differences: readonly Difference[]): Promise<readonly string[]> {
    const inUse = createInUse(places, 'alice')
    const given = (async function* () {
      yield* await Promise.resolve(differences)
    })()
    const passed: Difference[] = []
    for await (const one of inUse.watch(given)) passed.push(one)
    expect(passed).toEqual(differences)
    return inUse.found().map(({ place }) => place)
  }
  const ofLeft = (path: string): Difference => ({ key: keyOfPath(path), from: changed })
  const ofTaken = (path: string): Difference => ({ key: keyOfPath(path), to: changed })

  it('finds open files that the laptop that is left changed or deleted', async () => {
    const places = [open('alice/a'), open('alice/b'), open('alice/c')]
    const deleted: Difference = { key: keyOfPath('alice/b'), from: { kind: 'deleted', shared: 'f ' }, to: changed }
    expect(await foundOf(places, [ofLeft('alice/a'), deleted, ofLeft('alice/other')])).toEqual(['a', 'b'])
  })

  it('leaves alone what only the other one changed, as programs that are open do all the time', async () => {
    expect(await foundOf([open('alice/a')], [ofTaken('alice/a')])).toEqual([])
  })

  it('finds a database and a profile by anything in it, and a file by nothing but itself', async () => {
    const places = [
      { ...open('alice/app.db', 'database'), paths: ['alice/app.db', 'alice/app.db-wal'] },
      open('alice/.thunderbird/x', 'profile'),
      open('alice/pg', 'database-folder'),
      open('alice/folder'),
    ]
    const differences = ['alice/app.db-wal', 'alice/.thunderbird/x/Mail/Inbox', 'alice/pg/base/1', 'alice/folder/f']
    expect(await foundOf(places, differences.map(ofLeft))).toEqual(['app.db', '.thunderbird/x', 'pg'])
  })

  const used = (parts: Partial<FilesInUse> = {}): FilesInUse => ({
    ...{ kind: 'file', programs: ['soffice.bin'], writes: true, place: 'Documents/plan.odt' },
    ...parts,
  })

  it('asks with names of programs and files, and has no safe answer', () => {
    const inUse = [used(), used({ kind: 'profile', programs: ['firefox-bin', 'Socket Process'], place: '.mozilla/x' })]
    const [question, ...more] = inUseQuestions({ inUse }, pair)
    expect(more).toEqual([])
    expect(question).toMatchObject({
      id: inUseQuestionId,
      title: 'Programs on XPS 13 use files that will change',
      reason: 'soffice.bin uses Documents/plan.odt, firefox-bin and 1 more use .mozilla/x (profile)',
      required: true,
      choices: [
        { id: 'close', meaning: 'keep' },
        { id: 'go-on', meaning: 'change' },
        { id: 'stop', meaning: 'stop' },
      ],
    })
    expect(question).not.toHaveProperty('safeDefault')
    expect(question?.choices[1]?.effect).toContain('Databases can be damaged')
  })

  it('names many by the first of them', () => {
    const inUse = Array.from({ length: 11 }, (_none, index) => used({ place: `f${index}` }))
    expect(inUseQuestions({ inUse }, pair)[0]?.reason).toMatch(/f7, and 3 more$/)
  })

  it('says of programs that only read what becomes of them, and asks nothing', () => {
    const inUse = [used({ writes: false, programs: ['less'] })]
    expect(inUseQuestions({ inUse }, pair)).toEqual([])
    expect(readersNotice({ inUse }, pair)).toMatchObject([
      { tone: 'info', text: expect.stringContaining('less reads Documents/plan.odt') as unknown },
    ])
    expect(readersNotice({ inUse: [] }, pair)).toEqual([])
  })

  it('does not start while something is open that was to be closed, or that nobody was asked about', () => {
    const agreed = { inUse: [used()] }
    const close = { [inUseQuestionId]: 'close' }
    const goOn = { [inUseQuestionId]: 'go-on' }
    expect(changesOfUse(agreed, { inUse: [] }, close)).toEqual([])
    expect(changesOfUse(agreed, { inUse: [used({ writes: false })] }, close)).toEqual([])
    expect(changesOfUse(agreed, agreed, close)).toEqual([
      'Files that will change are open: soffice.bin uses Documents/plan.odt.',
    ])
    expect(changesOfUse(agreed, { inUse: [used({ place: 'another' })] }, goOn)).toEqual([])
    expect(changesOfUse(agreed, { inUse: [used({ programs: ['vim'] })] }, goOn)).toHaveLength(1)
    expect(changesOfUse({ inUse: [] }, agreed, {})).toHaveLength(1)
  })
})
