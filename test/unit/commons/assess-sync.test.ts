import { describe, expect, it } from 'vitest'
import { assessSync, type SyncStatus } from '../../../src-main/commons/syncthing/on-pair/assess-sync.ts'

const rest: SyncStatus = {
  connected: true,
  receivedBytes: 0,
  state: 'idle',
  error: '',
  needItems: 0,
  needBytes: 0,
  sequence: 7,
  peerSequence: 7,
  problems: [],
}

describe('being in sync', () => {
  it('is believed when both are connected, at rest, know each other’s index, and nothing is lacking', () => {
    expect(assessSync(rest, rest)).toEqual({ kind: 'in-sync' })
  })

  it.each<[string, SyncStatus, SyncStatus, string]>([
    ['the receiver is not connected', rest, { ...rest, connected: false }, 'apart'],
    ['the sender is not connected', { ...rest, connected: false }, rest, 'apart'],
    ['the sender’s index has not arrived', { ...rest, sequence: 8 }, rest, 'working'],
    ['the receiver’s index has not arrived', rest, { ...rest, sequence: 8 }, 'working'],
    ['an older index had a higher number', rest, { ...rest, peerSequence: 5_000 }, 'working'],
    ['the receiver is still at it', rest, { ...rest, state: 'syncing' }, 'working'],
    ['the receiver lacks something', rest, { ...rest, needItems: 1 }, 'working'],
    [
      'the marker of the folder is missing',
      rest,
      { ...rest, state: 'error', error: 'folder marker missing' },
      'stopped',
    ],
    [
      'something could not be copied',
      rest,
      { ...rest, needItems: 1, problems: [{ path: 'x', words: 'no space' }] },
      'failing',
    ],
  ])('is not believed when %s', (_what, from, to, kind) => {
    expect(assessSync(from, to).kind).toBe(kind)
  })

  it('does not mind what the sender lacks: an earlier switch may have left it with the receiver', () => {
    expect(assessSync({ ...rest, needItems: 1 }, rest).kind).toBe('in-sync')
  })
})
