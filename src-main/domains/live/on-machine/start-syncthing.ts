/** Has a Syncthing of the person run, now and whenever they sign in: their own, or the distribution's with settings that are made for it. */
import { existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Output } from '../../../contract/define.ts'
import type { HostContext } from '../../../machine/machine.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { lookAtSyncthingOf } from '../../../commons/person-syncthing/on-machine/answers.ts'
import { askAsPerson } from '../../../tools/syncthing/person/ask-as-person.ts'
import {
  changeUserUnit,
  enableUserUnit,
  forgetUserUnitFailure,
  hasUserManager,
  isUserUnitEnabled,
  isUserUnitFailed,
} from '../../../tools/systemd/systemctl-user.ts'
import { liveMessages } from '../messages.ts'
import { liveAnswers } from '../person-requests.ts'
import type { startForLive } from '../verbs.ts'
import { readLiveState, writeLiveState } from './live-state.ts'

type Self = Output<typeof startForLive>

export const syncthingUnit = 'syncthing.service'
const unitFiles = ['/usr/lib/systemd/user', '/etc/systemd/user'].map((folder) => `${folder}/${syncthingUnit}`)

export async function startSyncthing(host: HostContext, isOverInternet: boolean, options: RunOptions): Promise<Self> {
  const { person, stateFolder } = host
  const { kind } = await lookAtSyncthingOf(host, options)
  if (kind === 'silent') throw liveMessages.notRunning({})
  if (kind !== 'running') {
    requireUnit(person)
    const isEnabled = await isUserUnitEnabled(syncthingUnit, person, options)
    const state = readLiveState(stateFolder)
    writeLiveState(stateFolder, { ...state, isStarted: true, isEnabled: state.isEnabled || !isEnabled })
    if (kind === 'none' || state.generated === '') await generateFor(host, isOverInternet, options)
    await forgetUserUnitFailure(syncthingUnit, person, options)
    await enableUserUnit('enable', syncthingUnit, person, options)
    await changeUserUnit('start', syncthingUnit, person, options)
  }
  return untilAnswers(host, options)
}

function requireUnit({ uid }: HostContext['person']): void {
  if (!unitFiles.some((file) => existsSync(file))) throw liveMessages.noProgram({})
  if (!hasUserManager(uid)) throw liveMessages.notSignedIn({})
}

/** For as long as something is taken away in it: whether it starts with the session stays as it is. */
export async function startOnce(host: HostContext, options: RunOptions): Promise<void> {
  const { person, stateFolder } = host
  requireUnit(person)
  writeLiveState(stateFolder, { ...readLiveState(stateFolder), isStarted: true })
  await forgetUserUnitFailure(syncthingUnit, person, options)
  await changeUserUnit('start', syncthingUnit, person, options)
  await untilAnswers(host, options)
}

async function generateFor({ person, stateFolder }: HostContext, isOverInternet: boolean, options: RunOptions) {
  const request = { ask: 'live-generate', home: person.home, account: person.name, isOverInternet } as const
  // What is interrupted is not quiet yet, and is made so the next time.
  writeLiveState(stateFolder, { ...readLiveState(stateFolder), generated: '' })
  const made = await askAsPerson(person, request, liveAnswers.generate, options)
  if (made.kind === 'refused') throw liveMessages.notGenerated({ details: made.details }, { details: made.details })
  writeLiveState(stateFolder, { ...readLiveState(stateFolder), generated: made.folder })
}

const patienceMs = 60_000
const pauseMs = 500

/** Its first start makes an index. */
async function untilAnswers({ person }: HostContext, options: RunOptions): Promise<Self> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
    const self = await askAsPerson(person, { ask: 'live-self', home: person.home }, liveAnswers.self, options)
    if (self.kind === 'self') return { deviceId: self.deviceId, port: self.port }
    if (hasUserManager(person.uid) && (await isUserUnitFailed(syncthingUnit, person, options))) break
    await delay(pauseMs, undefined, { signal: options.signal })
  }
  throw liveMessages.notRunning({})
}
