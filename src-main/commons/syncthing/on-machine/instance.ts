/** Our own Syncthing on this machine: its files, its first setup, how it is started and stopped. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { toAppError, type AppError } from '../../../kernel/app-error.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { run } from '../../../tools/run.ts'
import { readSystemStatus } from '../../../tools/syncthing/syncthing.ts'
import { syncthingUnavailable, type SyncthingApi } from '../../../tools/syncthing/syncthing-request.ts'
import { syncthingMessages } from '../messages.ts'
import { titles } from '../../../tools/titles/messages.ts'

export const syncthingUnit = 'pc-switcher-syncthing.service'
/** On loopback. The sender reaches it over SSH through `tunnelPort`. */
export const syncPort = 22001
export const tunnelPort = 22002
const startPatienceMs = 15_000

type Places = Pick<HostContext, 'stateFolder' | 'runFolder'>

function configFile({ stateFolder }: Places): string {
  return join(stateFolder, 'syncthing', 'config.xml')
}

/** How to reach its API; undefined when it was never set up. */
export async function findApi(host: Places): Promise<SyncthingApi | undefined> {
  const config = await readFile(configFile(host), 'utf8').catch((thrown: unknown) => {
    if (isErrno(thrown, 'ENOENT')) return undefined
    throw thrown
  })
  if (config === undefined) return undefined
  const apiKey = /<apikey>([^<]+)<\/apikey>/.exec(config)?.[1]
  if (apiKey === undefined) throw unreadableConfig(host)
  return { socketPath: join(host.runFolder, 'syncthing', 'api.sock'), apiKey }
}

export async function requireApi(host: Places): Promise<SyncthingApi> {
  const api = await findApi(host)
  if (api === undefined) throw syncthingUnavailable('it was never started on this laptop')
  return api
}

/** Starts the unit and waits until it answers. Throws AppError "syncthing-unavailable". */
export async function startInstance(host: Places, signal: AbortSignal): Promise<SyncthingApi> {
  await writeFirstConfig(host)
  await mkdir(join(host.runFolder, 'syncthing'), { recursive: true, mode: 0o700 })
  await systemctl('start', signal)
  const api = await requireApi(host)
  const deadline = Date.now() + startPatienceMs
  for (;;) {
    try {
      await readSystemStatus(api, { signal })
      return api
    } catch (thrown) {
      const error = toAppError(thrown)
      if (error.code !== 'syncthing-unavailable' || Date.now() > deadline) throw error
      await sleep(50, undefined, { signal })
    }
  }
}

export async function stopInstance(signal?: AbortSignal): Promise<void> {
  await systemctl('stop', signal)
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
 * own default. Certificate and database are made by its first start. Version 37 is that of 1.20 to 1.29; later ones
 * convert it.
 */
async function writeFirstConfig(host: Places): Promise<void> {
  await mkdir(join(host.stateFolder, 'syncthing'), { recursive: true, mode: 0o700 })
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
  return `<configuration version="37">
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
