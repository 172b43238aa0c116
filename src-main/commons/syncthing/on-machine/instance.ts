/** Our own Syncthing on this machine: its files, its first setup, how it is started, mended and stopped. */
import { readIfThere } from '../../../tools/files/own-file.ts'
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import path, { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError, toAppError } from '../../../kernel/app-error.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { run } from '../../../tools/run.ts'
import { readSystemStatus } from '../../../tools/syncthing/syncthing.ts'
import { syncthingUnavailable, type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import { readActiveStates } from '../../../tools/systemd/systemctl-units.ts'
import { titles } from '../../../tools/titles/messages.ts'
import { syncthingMessages } from '../messages.ts'
import { syncFolderSchema } from '../verbs.ts'
import { makeMirror, mirrorFolder } from './mirror.ts'
import { flushFolder } from '../../../tools/files/durable-file.ts'
import { isSetAside, setAside } from '../../../tools/files/set-aside.ts'

const syncthingUnit = 'pc-switcher-syncthing.service'
/** On loopback. The sender reaches it over SSH through `tunnelPort`. */
export const syncPort = 22001
export const tunnelPort = 22002
const startPatienceMs = 15_000
/** One that runs says who it is within milliseconds. */
const hungAfterMs = 3_000

type Places = Pick<HostContext, 'stateFolder' | 'runFolder'>
type Starting = Places & Pick<HostContext, 'logger'>

function configFile({ stateFolder }: Places): string {
  return join(syncthingFolder(stateFolder), 'config.xml')
}

/** How to reach its API; undefined when it was never set up. */
export function findApi(host: Places): SyncthingApi | undefined {
  const config = readIfThere(configFile(host))
  if (config === undefined) return undefined
  const apiKey = /<apikey>([^<]+)<\/apikey>/.exec(config)?.[1]
  if (apiKey === undefined) throw unreadableConfig(host)
  return { socketPath: join(host.runFolder, 'syncthing', 'api.sock'), apiKey }
}

export function requireApi(host: Places): SyncthingApi {
  const api = findApi(host)
  if (api === undefined) throw syncthingUnavailable('it was never started on this laptop')
  return api
}

export interface StartRequest {
  readonly withoutIndex: boolean
}

/**
 * Starts the unit and waits until it answers. One that runs and does not answer is ended first; if it ends by itself, it is
 * started once more without the index it had. Throws AppError "syncthing-unavailable".
 */
export async function startInstance(
  host: Starting,
  { withoutIndex }: StartRequest,
  signal: AbortSignal,
): Promise<SyncthingApi> {
  await writeFirstConfig(host)
  await mkdir(join(host.runFolder, 'syncthing'), { recursive: true, mode: 0o700 })
  for (const folder of syncFolderSchema.options) makeMirror(mirrorFolder(host.stateFolder, folder))
  const api = requireApi(host)
  if (withoutIndex) {
    await killInstance(signal)
    forgetIndex(host.stateFolder)
    host.logger.log('warn', 'Syncthing begins without its index')
  } else if ((await isRunning(signal)) && !(await isAnswering(api, signal))) {
    await killInstance(signal)
    host.logger.log('warn', 'Syncthing did not answer and is started anew')
  }
  await systemctl('start', signal)
  const ended = await waitForAnswer(api, signal)
  if (ended === undefined) return api
  if (!setIndexAside(host.stateFolder)) throw ended
  await systemctl('start', signal)
  const endedAgain = await waitForAnswer(api, signal)
  if (endedAgain !== undefined) throw endedAgain
  return api
}

/** Undefined when it answers; why not, when it has ended by itself. Throws when it does neither. */
async function waitForAnswer(api: SyncthingApi, signal: AbortSignal): Promise<AppError | undefined> {
  const deadline = Date.now() + startPatienceMs
  for (;;) {
    const error = await whyNotAnswering(api, signal)
    if (error === undefined) return undefined
    if (!(await isRunning(signal))) return error
    if (Date.now() > deadline) throw error
    await sleep(50, undefined, { signal })
  }
}

async function isAnswering(api: SyncthingApi, signal: AbortSignal): Promise<boolean> {
  return (await whyNotAnswering(api, signal)) === undefined
}

async function whyNotAnswering(api: SyncthingApi, signal: AbortSignal): Promise<AppError | undefined> {
  try {
    await readSystemStatus(api, { signal, patienceMs: hungAfterMs })
    return undefined
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'syncthing-unavailable') return thrown
    throw thrown
  }
}

async function isRunning(signal: AbortSignal): Promise<boolean> {
  const state = (await readActiveStates([syncthingUnit], { signal })).get(syncthingUnit)
  return state === 'active' || state === 'activating'
}

/** Also one that hangs, and so does not end when it is asked to. */
async function killInstance(signal: AbortSignal): Promise<void> {
  await run(
    {
      title: titles.changeUnit({ verb: 'stop', unit: syncthingUnit }),
      argv: ['systemctl', 'kill', '--signal=KILL', '--', syncthingUnit],
      // 1: it does not run.
      exitCodes: [0, 1],
    },
    { signal },
  )
  await systemctl('stop', signal)
}

export async function stopInstance(signal?: AbortSignal): Promise<void> {
  await systemctl('stop', signal)
}

/** After what it may know of was replaced. Harmless where it never ran. */
export async function stopAndForget(stateFolder: string): Promise<void> {
  if (!existsSync(syncthingFolder(stateFolder))) return
  await stopInstance()
  forgetIndex(stateFolder)
}

async function systemctl(verb: 'start' | 'stop', signal: AbortSignal | undefined): Promise<void> {
  try {
    await run(
      { title: titles.changeUnit({ verb, unit: syncthingUnit }), argv: ['systemctl', verb, '--', syncthingUnit] },
      { signal },
    )
  } catch (thrown) {
    const error = toAppError(thrown)
    throw error.code === 'tool-failed' ? syncthingUnavailable(error.details ?? error.message, thrown) : error
  }
}

/**
 * Everything that would look for others or open a port is off before it ever runs; what is not named has Syncthing's
 * own default. Certificate and database are made by its first start. Version 36 is that of 1.19; later ones
 * convert it.
 */
async function writeFirstConfig(host: Places): Promise<void> {
  await mkdir(syncthingFolder(host.stateFolder), { recursive: true, mode: 0o700 })
  const file = await open(configFile(host), 'wx', 0o600).catch((thrown: unknown) => {
    if (isErrno(thrown, 'EEXIST')) return undefined
    throw thrown
  })
  if (file === undefined) return
  await file.writeFile(firstConfig(randomBytes(24).toString('hex')))
  await file.sync()
  await file.close()
}

function firstConfig(apiKey: string): string {
  return `<configuration version="36">
    <gui enabled="true" tls="false" debugging="false">
        <address>127.0.0.1:0</address>
        <apikey>${apiKey}</apikey>
    </gui>
    <options>
        <listenAddress>tcp://127.0.0.1:${syncPort}</listenAddress>
        <globalAnnounceEnabled>false</globalAnnounceEnabled>
        <localAnnounceEnabled>false</localAnnounceEnabled>
        <relaysEnabled>false</relaysEnabled>
        <natEnabled>false</natEnabled>
        <startBrowser>false</startBrowser>
        <urAccepted>-1</urAccepted>
        <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
        <crashReportingEnabled>false</crashReportingEnabled>
    </options>
</configuration>
`
}

function unreadableConfig(host: Places): AppError {
  return syncthingMessages.configurationUnreadable({ file: configFile(host) })
}

/** It then looks at everything as the first time. Only while it is stopped. */
function forgetIndex(stateFolder: string): void {
  const indexes = indexesIn(stateFolder)
  for (const place of indexes) rmSync(place, { recursive: true, force: true })
  if (indexes.length > 0) flushFolder(syncthingFolder(stateFolder))
}

/** False when there was none, so that the index is not what is wrong. Only while it is stopped. */
function setIndexAside(stateFolder: string): boolean {
  const indexes = indexesIn(stateFolder)
  for (const place of indexes) setAside(place, `${place} cannot be used. Syncthing makes a new one.`)
  return indexes.length > 0
}

export function syncthingFolder(stateFolder: string): string {
  return path.join(stateFolder, 'syncthing')
}

function indexesIn(stateFolder: string): readonly string[] {
  const folder = syncthingFolder(stateFolder)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.startsWith('index-') && !isSetAside(name))
  return names.map((name) => path.join(folder, name))
}
