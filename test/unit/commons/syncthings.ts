/** What the Syncthings of a person say on two laptops that share one folder, and are done with it. */
import { setTimeout as delay } from 'node:timers/promises'
import { lookAtPersonSyncthing, scanPersonFolders } from '../../../src-main/commons/person-syncthing/verbs.ts'
import type { PersonFolder, PersonSyncthing } from '../../../src-main/contract/person-syncthing.ts'
import type { BothSyncthings } from '../../../src-main/contract/shared-folders.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

type Running = Extract<PersonSyncthing, { kind: 'running' }>
type Status = NonNullable<PersonFolder['status']>

const counts = '40 3 0 1200'
export const status = (peer: string, other: Partial<Status> = {}): Status => ({
  ...{ state: 'idle', error: '', needs: 0, receiveOnly: 0, problems: 0, local: counts, global: counts },
  peers: [{ device: peer, remoteState: 'valid', needs: 0 }],
  ...other,
})

export const folder = (peer: string, other: Partial<PersonFolder> = {}): PersonFolder => ({
  ...{ id: 'docs', label: 'Documents', place: 'Documents', type: 'sendreceive', isPaused: false },
  ...{ devices: [peer], status: status(peer), ...other },
})

export const running = (id: string, peer: string, folders: readonly PersonFolder[]): Running => ({
  ...{ kind: 'running', deviceId: id, version: 'v1.29.5' },
  devices: [{ id: peer, name: peer, isPaused: false, isConnected: true }],
  folders: [...folders],
})

export const both = (ofFrom: Partial<PersonFolder> = {}, ofTo: Partial<PersonFolder> = {}) => ({
  from: running('F', 'T', [folder('T', ofFrom)]),
  to: running('T', 'F', [folder('F', ofTo)]),
})

/** What both say at each look, the last one for ever; `scanMs`: how long reading anew takes. */
export async function pairThatSays(looks: readonly BothSyncthings[], scanMs = 0) {
  /** Those whose reading was stopped. */
  const stopped: string[] = []
  const machine = async (name: 'p17' | 'xps', side: 'from' | 'to') => {
    let looked = -1
    const now = () => looks[Math.min(looks.length - 1, (looked += 1))]?.[side] ?? { kind: 'none' as const }
    const { machine: connected } = await memoryMachine(name, [
      answer(lookAtPersonSyncthing, () => Promise.resolve(now())),
      answer(scanPersonFolders, async (_folders, { signal }) => {
        await delay(scanMs, undefined, { signal }).catch((thrown: unknown) => {
          stopped.push(name)
          throw thrown
        })
        return now()
      }),
    ])
    return connected
  }
  return { from: await machine('p17', 'from'), to: await machine('xps', 'to'), stopped }
}
