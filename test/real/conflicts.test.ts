/** Deciding conflict files on a real btrfs: what was seen is what is changed, by the placer, after a snapshot. */
import { execFileSync, spawn } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { releaseLock, takeLock } from '../../src-main/commons/ledger/on-machine/lock-file.ts'
import { readSets } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import type { KeptVersion } from '../../src-main/contract/conflicts-calls.ts'
import { clearAbandoned, conflictsFolder } from '../../src-main/domains/conflicts/on-machine/keep/clear-abandoned.ts'
import { keepHere } from '../../src-main/domains/conflicts/on-machine/keep/keep.ts'
import { seeConflicts } from '../../src-main/domains/conflicts/on-machine/see-conflicts.ts'
import { groupCopies } from '../../src-main/domains/conflicts/on-pair/group-copies.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import { makePracticePlace, person as nobody } from './files-place.ts'
import { sayAll } from './words.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace())
let home: string
beforeAll(() => {
  home = path.join(place.home, 'alice')
})
beforeEach(() => {
  place.emptyFolder()
})

const copyOf = (stem: string, ending = '.odt'): string => `${stem}.sync-conflict-20261129-140512-GPBWUOZ${ending}`
const copyTime = new Date(2026, 10, 20, 9, 30, 0)

/** A file and the version that gave way, of the person. */
function conflict(stem: string, { file = 'file', copy = 'copy' } = {}): void {
  const places = [`${stem}.odt`, copyOf(stem)].map((one) => path.join(home, one))
  places.forEach((one, index) => writeFileSync(one, index === 0 ? file : copy))
  execFileSync('chown', ['65534:65534', ...places])
  execFileSync('touch', ['-d', copyTime.toISOString(), places[1] ?? ''])
}
const read = (name: string): string => readFileSync(path.join(home, name), 'utf8')
const names = (folder = '.'): string[] => readdirSync(path.join(home, folder)).sort()

const person = () => ({ ...nobody, home })
const see = async () => groupCopies([{ laptop: 'p17', found: (await seeConflicts(person(), {})).found }])

let count = 0
const nothing = (): void => undefined

async function keep(which: KeptVersion, { meanwhile = nothing }: { readonly meanwhile?: () => void } = {}) {
  const conflicts = (await see()).flatMap(({ on }) => on.map(({ toDecide }) => toDecide))
  meanwhile()
  const operationId = `conflicts-${process.pid}-${(count += 1)}`
  const { stateFolder } = place.places
  const signal = new AbortController().signal
  const laptop = { name: 'p17', label: 'P17' }
  const request = { id: operationId, of: { kind: 'work' as const, laptop }, startedBy: 'p17' }
  await takeLock(stateFolder, request, { signal, blocksSwitch: () => undefined })
  try {
    const kept = await keepHere(
      place.places,
      home,
      { operationId, conflicts: conflicts.map((one) => ({ ...one, keep: which })) },
      {},
    )
    const why = kept.outcomes.flatMap((one) => (one.kind === 'left' ? [one.why] : []))
    return { ...kept, said: sayAll(why) }
  } finally {
    await releaseLock(stateFolder, operationId, signal)
  }
}

const sets = () => readSets(place.places.stateFolder).length

describe('conflict files of a home', () => {
  it('are found with what is known of them, not through links, in caches, other subvolumes or under other names', async () => {
    conflict('letter')
    for (const folder of ['.cache', 'Documents', '.stversions', 'elsewhere', 'deep/.stversions'])
      mkdirSync(path.join(home, folder), { recursive: true })
    execFileSync('chown', ['-R', '65534:65534', home])
    for (const folder of ['.cache', 'Documents', '.stversions', 'elsewhere', 'deep/.stversions'])
      writeFileSync(path.join(home, folder, copyOf('other')), '')
    symlinkSync('elsewhere', path.join(home, 'by-link'))
    symlinkSync('letter.odt', path.join(home, copyOf('link')))
    writeFileSync(path.join(home, 'x.sync-conflict-nonsense.odt'), '')
    place.bash(`btrfs -q subvolume create inner; echo x > 'inner/${copyOf('inner')}'`)
    const found = await see()
    expect(found.map(({ conflict: { file } }) => file)).toEqual([
      'Documents/other.odt',
      'elsewhere/other.odt',
      'letter.odt',
    ])
    expect(found[2]?.conflict).toMatchObject({
      fileVersion: { bytes: 4 },
      copyVersion: { bytes: 4, modifiedAt: copyTime.toISOString() },
      contents: 'differ',
      copies: [copyOf('letter')],
    })
    expect(found[0]?.conflict).not.toHaveProperty('fileVersion')
  })

  it('are told as equal where they are, and what only root may read is not read', async () => {
    conflict('same', { copy: 'file' })
    conflict('secret', { copy: 'file' })
    execFileSync('chown', ['0:0', path.join(home, 'secret.odt')])
    execFileSync('chmod', ['600', path.join(home, 'secret.odt')])
    const contents = Object.fromEntries((await see()).map((one) => [one.conflict.file, one.conflict.contents]))
    expect(contents).toEqual({ 'same.odt': 'same', 'secret.odt': 'not-compared' })
  })

  it('go where the file is kept, and the snapshot has them', async () => {
    conflict('letter')
    const { setId = '', outcomes } = await keep('file')
    expect(outcomes).toEqual([{ kind: 'kept', as: [] }])
    expect(names()).toEqual(['letter.odt'])
    expect(read('letter.odt')).toBe('file')
    expect(readFileSync(place.inSet(setId, 'home', 'alice', copyOf('letter')), 'utf8')).toBe('copy')
  })

  it('become the file where the copy is kept, with its time, owner and rights', async () => {
    conflict('letter')
    place.bash(`chmod 640 '${copyOf('letter')}'; setfattr -n user.note -v hi '${copyOf('letter')}'`)
    const { setId = '', outcomes } = await keep('copy')
    expect(outcomes).toEqual([{ kind: 'kept', as: ['letter.odt'] }])
    expect(names()).toEqual(['letter.odt'])
    expect(read('letter.odt')).toBe('copy')
    const { mtime, uid, mode } = statSync(path.join(home, 'letter.odt'))
    expect([mtime, uid, mode & 0o777]).toEqual([copyTime, 65534, 0o640])
    expect(place.bash('getfattr -n user.note --only-values letter.odt')).toBe('hi')
    expect(readFileSync(place.inSet(setId, 'home', 'alice', 'letter.odt'), 'utf8')).toBe('file')
  })

  it('get a plain name of their own time where both are kept, beside what has that name already', async () => {
    conflict('letter')
    writeFileSync(path.join(home, 'letter (2026-11-20 09.30).odt'), 'there already')
    const { outcomes } = await keep('both')
    expect(outcomes).toEqual([{ kind: 'kept', as: ['letter (2026-11-20 09.30 2).odt'] }])
    expect(names()).toEqual(['letter (2026-11-20 09.30 2).odt', 'letter (2026-11-20 09.30).odt', 'letter.odt'])
    expect(read('letter (2026-11-20 09.30 2).odt')).toBe('copy')
    expect(statSync(path.join(home, 'letter (2026-11-20 09.30 2).odt')).mtime).toEqual(copyTime)
  })

  it('come back under the name of a file that is gone', async () => {
    conflict('letter')
    rmSync(path.join(home, 'letter.odt'))
    await keep('both')
    expect([names(), read('letter.odt')]).toEqual([['letter.odt'], 'copy'])
  })

  it('are decided as many as there are, with whatever names, in one snapshot', async () => {
    const stems = ['-rf', ' spaces ', 'line\nbreak', '日本', '*?[x]', 'back\\slash', '$(reboot)', 'n'.repeat(200)]
    stems.forEach((stem) => conflict(stem))
    const before = sets()
    expect((await keep('copy')).outcomes.every(({ kind }) => kind === 'kept')).toBe(true)
    expect(names()).toEqual(stems.map((stem) => `${stem}.odt`).sort())
    expect(stems.map((stem) => read(`${stem}.odt`))).toEqual(stems.map(() => 'copy'))
    expect(sets()).toBe(before + 1)
    expect(readdirSync(conflictsFolder(place.places.stateFolder))).toEqual([])
  })

  it('stay where one file would have to become two versions', async () => {
    conflict('letter')
    writeFileSync(path.join(home, copyOf('letter').replace('GPBWUOZ', 'ABCDEFG')), 'another')
    const { said } = await keep('copy')
    expect(said).toContain('Several other versions')
    expect(names()).toHaveLength(3)
  })

  it.each(['file', 'copy', 'both'] as const)(
    'stay when the copy, or the file, was written to meanwhile (%s)',
    async (which) => {
      for (const name of [copyOf('letter'), 'letter.odt']) {
        place.emptyFolder()
        conflict('letter')
        const before = sets()
        const { outcomes, said } = await keep(which, {
          meanwhile: () => writeFileSync(path.join(home, name), 'edited'),
        })
        expect(outcomes.map(({ kind }) => kind)).toEqual(['left'])
        expect(said).toBe('It has changed since it was listed.')
        expect(read(name)).toBe('edited')
        expect(names()).toEqual(['letter.odt', copyOf('letter')].sort())
        // Nothing was to be done.
        expect(sets()).toBe(before)
      }
    },
  )

  it('do nothing outside when a folder on the way became a link, or the file one', async () => {
    mkdirSync(path.join(home, 'Documents'))
    const outside = path.join(place.home, 'outside')
    mkdirSync(outside, { recursive: true })
    execFileSync('chown', ['-R', '65534:65534', home])
    conflict('Documents/letter')
    for (const name of ['letter.odt', copyOf('letter')]) writeFileSync(path.join(outside, name), 'outside')
    const swapped = await keep('copy', {
      meanwhile: () => {
        renameSync(path.join(home, 'Documents'), path.join(home, 'moved'))
        symlinkSync(outside, path.join(home, 'Documents'))
      },
    })
    expect(swapped.outcomes.map(({ kind }) => kind)).toEqual(['left'])
    rmSync(path.join(home, 'Documents'))
    renameSync(path.join(home, 'moved'), path.join(home, 'Documents'))
    const linked = await keep('copy', {
      meanwhile: () => {
        rmSync(path.join(home, 'Documents/letter.odt'))
        symlinkSync(path.join(outside, 'letter.odt'), path.join(home, 'Documents/letter.odt'))
      },
    })
    expect(linked.outcomes.map(({ kind }) => kind)).toEqual(['left'])
    expect(lstatSync(path.join(home, 'Documents/letter.odt')).isSymbolicLink()).toBe(true)
    expect(readdirSync(outside).map((name) => readFileSync(path.join(outside, name), 'utf8'))).toEqual([
      'outside',
      'outside',
    ])
    rmSync(outside, { recursive: true })
  })

  it.each(['file', 'copy', 'both'] as const)(
    'never take what is written, or put there, after the snapshot (%s)',
    async (which) => {
      const outside = path.join(place.home, 'outside')
      for (const [what, after] of [
        ['edited', `echo -n edited > 'Documents/letter.odt'; echo -n edited > 'Documents/${copyOf('letter')}'`],
        ['a link', `mv Documents moved; ln -s ${outside} Documents`],
      ]) {
        place.emptyFolder()
        rmSync(outside, { recursive: true, force: true })
        for (const folder of [outside, path.join(home, 'Documents')]) mkdirSync(folder)
        execFileSync('chown', ['-R', '65534:65534', home])
        conflict('Documents/letter')
        for (const name of ['letter.odt', copyOf('letter')]) writeFileSync(path.join(outside, name), 'outside')
        const snapshots = path.join(place.places.stateFolder, 'snapshots')
        const script = `n=$(ls ${snapshots} | wc -l); until [ $(ls ${snapshots} | wc -l) -gt $n ]; do :; done; new=$(ls -t ${snapshots} | head -1); until [ -e ${snapshots}/$new/home/alice ]; do :; done; ${after}`
        const racing = spawn('bash', ['-c', script], { cwd: home })
        const ended = new Promise((resolve) => racing.once('exit', resolve))
        const { outcomes } = await keep(which)
        await ended
        expect(outcomes).toHaveLength(1)
        expect([what, readdirSync(outside).length]).toEqual([what, 2])
        expect(readdirSync(outside).map((name) => readFileSync(path.join(outside, name), 'utf8'))).toEqual([
          'outside',
          'outside',
        ])
        if (what === 'edited') expect(read('Documents/letter.odt')).toBe('edited')
        if (what === 'edited') expect(read(`Documents/${copyOf('letter')}`)).toBe('edited')
      }
      rmSync(outside, { recursive: true, force: true })
    },
  )

  it('need the laptop to be reserved for it', async () => {
    conflict('letter')
    const conflicts = (await see()).flatMap(({ on }) => on.map(({ toDecide }) => toDecide))
    const request = {
      operationId: 'conflicts-nobody',
      conflicts: conflicts.map((one) => ({ ...one, keep: 'file' as const })),
    }
    const refused = await keepHere(place.places, home, request, {}).catch(toAppError)
    expect(refused).toMatchObject({ code: expect.stringMatching(/locked|blocked|unexpected|interrupted/) as string })
    expect(names()).toHaveLength(2)
  })

  it('leave nothing of one that was killed', async () => {
    const folder = path.join(conflictsFolder(place.places.stateFolder), 'conflicts-killed')
    mkdirSync(path.join(folder, 'staged'), { recursive: true })
    const dead = { pid: 1, startTime: '1', bootId: 'another' }
    const state = {
      version: 1,
      id: 'a'.repeat(32),
      scanId: '11111111-1111-4111-8111-111111111111',
      lines: [],
      process: dead,
    }
    writeFileSync(path.join(folder, 'placing.json'), JSON.stringify(state))
    await clearAbandoned(place.places, home, {})
    expect(existsSync(folder)).toBe(false)
  })
})
