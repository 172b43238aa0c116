import { describe, expect, it } from 'vitest'
import { assessSync, type SyncStatus } from '../../../src-main/commons/syncthing/on-pair/assess-sync.ts'

const counts = { files: 3, folders: 1, links: 0, bytes: 10 }
const rest: SyncStatus = {
  connected: true,
  receivedBytes: 0,
  state: 'idle',
  error: '',
  global: counts,
  local: counts,
  needItems: 0,
  needDeletes: 0,
  needBytes: 0,
  pullErrors: 0,
  receiveOnlyItems: 0,
  sequence: 7,
  peerSequence: 7,
  problems: [],
}
const ignoredChild = {
  path: 'a',
  words:
    'delete dir: directory has been deleted on a remote device but contains ignored files (see ignore documentation for (?d) prefix)',
}

describe('being in sync', () => {
  it('is believed when both are connected, at rest, know each other’s index, and nothing is lacking', () => {
    expect(assessSync(rest, rest)).toEqual({ kind: 'in-sync', keptFolders: [] })
  })

  it.each<[string, SyncStatus, SyncStatus, string]>([
    ['the receiver is not connected', rest, { ...rest, connected: false }, 'apart'],
    ['the sender is not connected', { ...rest, connected: false }, rest, 'apart'],
    ['the sender’s index has not arrived', { ...rest, sequence: 8 }, rest, 'working'],
    ['the receiver’s index has not arrived', rest, { ...rest, sequence: 8 }, 'working'],
    ['an older index had a higher number', rest, { ...rest, peerSequence: 5_000 }, 'working'],
    ['the receiver is still at it', rest, { ...rest, state: 'syncing' }, 'working'],
    ['a folder is paused', { ...rest, state: 'paused' }, rest, 'working'],
    ['the receiver lacks something', rest, { ...rest, needItems: 1 }, 'working'],
    ['the receiver has something of its own', rest, { ...rest, receiveOnlyItems: 1 }, 'receiver-differs'],
    ['the receiver knows of something newer', { ...rest, needItems: 1 }, rest, 'sender-lacks'],
    ['the totals differ', rest, { ...rest, global: { ...counts, files: 4 } }, 'totals-differ'],
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

  it('names folders that stay because of ignored files in them, and only those', () => {
    const to = { ...rest, needItems: 1, needDeletes: 1, problems: [ignoredChild] }
    expect(assessSync(rest, to)).toEqual({ kind: 'in-sync', keptFolders: [ignoredChild] })
    expect(assessSync(rest, { ...to, needItems: 2 }).kind).toBe('failing')
  })

  it('does not fail for names that Syncthing does not carry', () => {
    const from = { ...rest, problems: [{ path: 'x', words: 'item is not in UTF8 encoding' }] }
    expect(assessSync(from, rest).kind).toBe('in-sync')
  })
})
