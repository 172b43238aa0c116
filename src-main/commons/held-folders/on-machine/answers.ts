/** What waits for an answer since a rollback, and carrying it out: one folder after the other, each forgotten when it is done. */
import {
  heldAnswerSchema,
  type HeldAnswer,
  type HeldRequest,
  type PersonSyncthing,
} from '../../../contract/person-syncthing.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import type { Message } from '../../../kernel/message.ts'
import { toPlainLine } from '../../../kernel/terminal-characters.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { machinePlaces } from '../../snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../snapshot-sets/on-machine/take-set.ts'
import { askAsPerson } from '../../../tools/syncthing/person/ask-as-person.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Area } from '../../capability/area.ts'
import { requireLock } from '../../ledger/on-machine/lock-file.ts'
import { lookAtSyncthingOf } from '../../person-syncthing/on-machine/answers.ts'
import { homeArea } from '../../snapshot-sets/areas.ts'
import { heldFoldersMessages } from '../messages.ts'
import { decideHeldFolders, readHeldFolders } from '../verbs.ts'
import { readHeld, removeHeld, writeHeld, type HeldFolder, type HeldState } from './held-state.ts'

type Running = Extract<PersonSyncthing, { kind: 'running' }>
type Choice = NonNullable<HeldState['choice']>

export function createHeldFoldersAnswers(areas: readonly Area[]): readonly Answer[] {
  return [
    answer(readHeldFolders, async (_input, { host, signal }) => {
      const held = readHeld(host.stateFolder)
      if (held === undefined) return {}
      const syncthing = await lookAtSyncthingOf(host, { signal })
      const { setAt, folders, choice } = held
      return {
        held: {
          setAt,
          folders: folders.map(({ id, label }) => ({ id, label: nameOf({ id, label }) })),
          devices: syncthing.kind === 'running' ? [...namesOfDevices(syncthing, folders)] : [],
          ...(choice === undefined ? {} : { choice }),
        },
      }
    }),
    answer(decideHeldFolders, async ({ operationId, choice }, { host, signal }) => {
      requireLock(host.stateFolder, operationId)
      const held = readHeld(host.stateFolder)
      if (held === undefined) throw heldFoldersMessages.noneHeld({})
      if (choice === 'paused') return waitsOf(await leavePaused(host, held, { signal }))
      const names = held.folders.map(nameOf)
      const occasion =
        choice === 'newer' ? heldFoldersMessages.beforeNewer({ names }) : heldFoldersMessages.beforeThis({ names })
      const places = machinePlaces(host.stateFolder, readSwapFiles(), areas)
      await takeSet(
        places,
        { switchId: operationId, reason: 'before-restore', occasion },
        { signal, report: () => undefined, only: [homeArea.id] },
      )
      writeHeld(host.stateFolder, { ...held, choice })
      return waitsOf(await goOn(host, choice, { signal }))
    }),
  ]
}

const waitsOf = (waits: Message | undefined) => (waits === undefined ? {} : { waits })

/** Another program named it. */
function nameOf({ id, label }: Pick<HeldFolder, 'id' | 'label'>): string {
  return toPlainLine(label === '' ? id : label).slice(0, 100)
}

function namesOfDevices({ devices, folders }: Running, held: readonly HeldFolder[]): readonly string[] {
  const shared = new Set(folders.flatMap((folder) => (held.some(({ id }) => id === folder.id) ? folder.devices : [])))
  return devices.flatMap(({ id, name }) =>
    shared.has(id) ? [toPlainLine(name === '' ? id.slice(0, 7) : name).slice(0, 100)] : [],
  )
}

async function leavePaused(host: HostContext, held: HeldState, options: RunOptions): Promise<Message | undefined> {
  // A choice that was begun has changed how it is shared.
  if (held.choice !== undefined)
    for (const { id, type } of held.folders)
      await askAbout(host, { ask: 'pause', home: host.person.home, folder: id, type }, options)
  removeHeld(host.stateFolder)
  return undefined
}

/** Why it goes on later. */
async function goOn(host: HostContext, choice: Choice, options: RunOptions): Promise<Message | undefined> {
  for (let held = readHeld(host.stateFolder); held !== undefined; held = readHeld(host.stateFolder)) {
    const [folder] = held.folders
    if (folder === undefined) break
    const done = await goOnWith(host, { held, folder, choice }, options)
    if (done.kind !== 'done' && done.kind !== 'since') return whyLater(done, nameOf(folder))
    const rest = held.folders.filter(({ id }) => id !== folder.id)
    if (rest.length === 0) removeHeld(host.stateFolder)
    else writeHeld(host.stateFolder, { ...held, folders: rest })
  }
  return undefined
}

interface OneHeld {
  readonly held: HeldState
  readonly folder: HeldFolder
  readonly choice: Choice
}

async function goOnWith(host: HostContext, one: OneHeld, options: RunOptions): Promise<HeldAnswer> {
  const { folder, choice } = one
  const syncthing = await lookAtSyncthingOf(host, options)
  if (syncthing.kind !== 'running') return { kind: 'not-running' }
  // It was removed in Syncthing meanwhile.
  if (!syncthing.folders.some(({ id }) => id === folder.id)) return { kind: 'done' }
  const about = { home: host.person.home, folder: folder.id, type: folder.type }
  if (choice === 'this') return askAbout(host, { ask: 'this', ...about }, options)
  const found = folder.since === undefined ? await findSince(host, one, syncthing, options) : undefined
  if (found !== undefined && found.kind !== 'since') return found
  const { pausedDevices: devices = [] } = readHeld(host.stateFolder) ?? {}
  const since = found?.names ?? folder.since ?? []
  return askAbout(host, { ask: 'newer', ...about, since, devices }, options)
}

/** Kept at once: once anything newer has come, nothing tells it any more. */
async function findSince(
  host: HostContext,
  { held, folder }: OneHeld,
  { devices, folders }: Running,
  options: RunOptions,
): Promise<HeldAnswer> {
  const shared = folders.find(({ id }) => id === folder.id)?.devices ?? []
  const toPause = devices.flatMap(({ id, isPaused }) => (shared.includes(id) && !isPaused ? [id] : []))
  const pausedDevices = held.pausedDevices ?? toPause
  writeHeld(host.stateFolder, { ...held, pausedDevices })
  const request: HeldRequest = { ask: 'since', home: host.person.home, folder: folder.id, devices: pausedDevices }
  const found = await askAbout(host, request, options)
  if (found.kind !== 'since') return found
  const rest = held.folders.filter(({ id }) => id !== folder.id)
  writeHeld(host.stateFolder, {
    ...held,
    pausedDevices: undefined,
    folders: [{ ...folder, since: found.names }, ...rest],
  })
  return found
}

function askAbout({ person }: HostContext, request: HeldRequest, options: RunOptions): Promise<HeldAnswer> {
  return askAsPerson(person, request, heldAnswerSchema, options)
}

function whyLater(answered: Exclude<HeldAnswer, { kind: 'done' | 'since' }>, name: string): Message {
  switch (answered.kind) {
    case 'not-running':
      return heldFoldersMessages.notRunning({})
    case 'nobody-there':
      return heldFoldersMessages.nobodyThere({ name })
    case 'still-working':
      return heldFoldersMessages.stillWorking({ name, items: answered.items })
    case 'refused':
      return heldFoldersMessages.notChanged({ name, details: answered.details })
    default:
      return assertNever(answered)
  }
}
