/** What Activity tells of work that ended without an error: never more than was done. */
import { describe, expect, it } from 'vitest'
import { etcRestored, restored } from '../../../src-main/domains/files/on-pair/texts.ts'
import { rolledBack } from '../../../src-main/domains/rollback/on-pair/texts.ts'
import { deletedWork, prunedWork, takenWork } from '../../../src-main/domains/snapshots/on-pair/texts.ts'

const away = { laptop: 'xps', error: { code: 'unreachable', message: 'xps does not answer.' } } as const
const ended = {
  operationId: 'o',
  id: 'set',
  at: '2026-11-18T18:12:00.000Z',
  subvolumes: ['home'],
  endedAt: '2026-11-20T08:00:00.000Z',
}

describe('what came of work', () => {
  it('is partly done when one laptop of two did not answer, and failed when neither did', () => {
    const taken = [{ laptop: 'p17', id: 'set' }]
    const labelOf = () => 'P17'
    expect(takenWork({ taken, failed: [] }, labelOf)).toEqual({ result: 'done', summary: 'Taken on P17' })
    expect(takenWork({ taken, failed: [away] }, labelOf)).toEqual({
      result: 'partly-done',
      summary: 'Taken on P17. xps: xps does not answer.',
    })
    expect(takenWork({ taken: [], failed: [away] }, labelOf)).toMatchObject({ result: 'failed' })
    expect(prunedWork({ laptops: [], missing: [away] })).toMatchObject({ result: 'failed' })
  })

  it('names what was kept of the snapshots that should go', () => {
    const deleted = [{ laptop: 'p17', id: 'one' }]
    expect(deletedWork({ deleted, refused: [] })).toEqual({ result: 'done', summary: '1 snapshot deleted' })
    expect(deletedWork({ deleted, refused: [{ laptop: 'xps', id: 'two', why: 'It is pinned.' }] })).toEqual({
      result: 'partly-done',
      summary: '1 snapshot deleted. Kept on xps: It is pinned.',
    })
  })

  it('names the services that were not reloaded', () => {
    const etc = { files: 2, bytes: 9, places: [], keptAs: [], left: [], reloaded: [] }
    expect(etcRestored({ ...etc, notReloaded: ['docker.service'] })).toEqual({
      result: 'partly-done',
      summary: '2 files restored. Not reloaded: docker.service',
    })
  })

  it('names what a restore left as it was', () => {
    const files = { files: 2, bytes: 9, places: [], keptAs: [] }
    const left = ['/etc/a', '/etc/b', '/etc/c'].map((path) => ({ path, why: 'It changed while files were restored.' }))
    expect(restored({ ...files, left: [] })).toEqual({ result: 'done', summary: '2 files restored' })
    expect(restored({ ...files, left: left.slice(0, 1) })).toEqual({
      result: 'partly-done',
      summary: '2 files restored. Left as before: /etc/a',
    })
    expect(etcRestored({ ...files, left, reloaded: [], notReloaded: ['docker.service'] })).toMatchObject({
      summary: '2 files restored. Left as before: /etc/a and 2 more. Not reloaded: docker.service',
    })
  })

  it('is what the laptop itself tells of a rollback', () => {
    const last = { ...ended, text: 'Everything is as it was before.' }
    expect(rolledBack({ laptop: 'xps', last: { ...last, result: 'done' } })).toMatchObject({ result: 'done' })
    expect(rolledBack({ laptop: 'xps', last: { ...last, result: 'taken-back' } })).toEqual({
      result: 'failed',
      summary: 'Everything is as it was before.',
    })
    expect(rolledBack({ laptop: 'xps' })).toMatchObject({ result: 'failed' })
    const pending = { operationId: 'o', id: 'set', at: ended.at, subvolumes: ['home'], askedAt: ended.at }
    expect(rolledBack({ laptop: 'xps', pending })).toEqual({
      result: 'ordered',
      summary: 'Ordered for the next restart',
    })
  })
})
