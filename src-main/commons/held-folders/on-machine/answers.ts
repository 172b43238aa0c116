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
import { takeOfHomes } from '../../snapshot-sets/on-machine/take-of-homes.ts'
import { askAsPerson } from '../../../tools/syncthing/person/ask-as-person.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Area } from '../../capability/area.ts'
import { requireLock } from '../../ledger/on-machine/lock-file.ts'
import { lookAtSyncthingOf } from '../../person-syncthing/on-machine/answers.ts'
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
      if (!held.folders.some((folder) => fits(choice, folder)))
        throw heldFoldersMessages.oneWay({ names: held.folders.map(nameOf) })
      writeHeld(host.stateFolder, { ...held, choice })
      return waitsOf(await goOn({ host, areas, choice }, { signal }))
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

/** A folder that only sends never gets what is newer, and one that only receives is nobody else's state. */
function fits(choice: Choice, { type }: HeldFolder): boolean {
  return type === 'sendreceive' || type === (choice === 'newer' ? 'receiveonly' : 'sendonly')
}

async function leavePaused(host: HostContext, held: HeldState, options: RunOptions): Promise<Message | undefined> {
  // A choice that was begun has changed how it is shared.
  if (held.choice !== undefined)
    for (const { id, type } of held.folders)
      await askAbout(
        host,
        { ask: 'put', home: host.person.home, folder: id, type, isPaused: true, devices: held.pausedDevices ?? [] },
        options,
      )
  removeHeld(host.stateFolder)
  return undefined
}

interface Chosen {
  readonly host: HostContext
  readonly areas: readonly Area[]
  readonly choice: Choice
}

/** Why it goes on later. Folders that the choice does not fit still wait for one afterwards. */
async function goOn(chosen: Chosen, options: RunOptions): Promise<Message | undefined> {
  const { stateFolder } = chosen.host
  for (let held = readHeld(stateFolder); held !== undefined; held = readHeld(stateFolder)) {
    const folder = held.folders.find((one) => fits(chosen.choice, one))
    if (folder === undefined) {
      writeHeld(stateFolder, { ...held, choice: undefined })
      return undefined
    }
    const done = await goOnWith(chosen, { held, folder }, options)
    if (done.kind === 'nobody-there' && done.isAsItWas) forgetSince(stateFolder, folder.id)
    if (done.kind !== 'done' && done.kind !== 'since') return whyLater(done, nameOf(folder))
    const now = readHeld(stateFolder) ?? held
    const rest = now.folders.filter(({ id }) => id !== folder.id)
    if (rest.length === 0) removeHeld(stateFolder)
    else writeHeld(stateFolder, { ...now, pausedDevices: undefined, folders: rest })
  }
  return undefined
}

interface OneHeld {
  readonly held: HeldState
  readonly folder: HeldFolder
}

async function goOnWith(chosen: Chosen, one: OneHeld, options: RunOptions): Promise<HeldAnswer> {
  const { host, choice } = chosen
  const { held, folder } = one
  const syncthing = await lookAtSyncthingOf(host, options)
  if (syncthing.kind !== 'running') return { kind: 'not-running' }
  const there = syncthing.folders.find(({ id }) => id === folder.id)
  // It was removed in Syncthing meanwhile.
  if (there === undefined) return { kind: 'done' }
  const about = { home: host.person.home, folder: folder.id, type: folder.type, devices: held.pausedDevices ?? [] }
  if (there.devices.length === 0) return askAbout(host, { ask: 'put', ...about, isPaused: false }, options)
  const isAnybodyThere = syncthing.devices.some(({ id, isConnected }) => isConnected && there.devices.includes(id))
  if (!isAnybodyThere && held.pausedDevices === undefined) return { kind: 'nobody-there', isAsItWas: false }
  await takeBefore(chosen, held, options)
  if (choice === 'this') return askAbout(host, { ask: 'this', ...about }, options)
  const since = folder.since ?? (await findSince(host, one, syncthing, options))
  if ('kind' in since) return since
  return askAbout(host, { ask: 'newer', ...about, since }, options)
}

async function takeBefore({ host, areas, choice }: Chosen, { folders }: HeldState, options: RunOptions): Promise<void> {
  const names = folders.map(nameOf)
  const occasion =
    choice === 'newer' ? heldFoldersMessages.beforeNewer({ names }) : heldFoldersMessages.beforeThis({ names })
  await takeOfHomes(host, areas, { switchId: folders[0]?.by ?? choice, occasion }, options)
}

function forgetSince(stateFolder: string, folderId: string): void {
  const held = readHeld(stateFolder)
  if (held === undefined) return
  const folders = held.folders.map(({ since, ...folder }) =>
    folder.id === folderId || since === undefined ? folder : { ...folder, since },
  )
  writeHeld(stateFolder, { ...held, folders })
}

/** Kept at once: once anything newer has come, nothing tells it any more. */
async function findSince(
  host: HostContext,
  { held, folder }: OneHeld,
  { devices, folders: configured }: Running,
  options: RunOptions,
): Promise<NonNullable<HeldFolder['since']> | HeldAnswer> {
  const shared = configured.find(({ id }) => id === folder.id)?.devices ?? []
  const toPause = devices.flatMap(({ id, isPaused }) => (shared.includes(id) && !isPaused ? [id] : []))
  const pausedDevices = held.pausedDevices ?? toPause
  writeHeld(host.stateFolder, { ...held, pausedDevices })
  // What is written while it looks is not told, and later than this.
  const atMs = Date.now()
  const request: HeldRequest = { ask: 'since', home: host.person.home, folder: folder.id, devices: pausedDevices }
  const found = await askAbout(host, request, options)
  if (found.kind !== 'since') return found
  const since = { atMs, names: found.names }
  const folders = held.folders.map((one) => (one.id === folder.id ? { ...one, since } : one))
  writeHeld(host.stateFolder, { ...held, pausedDevices: undefined, folders })
  return since
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
