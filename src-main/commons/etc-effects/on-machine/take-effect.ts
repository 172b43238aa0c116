/** On the laptop whose /etc changed: what is harmless is done, each by itself and for a time; the rest is listed, to be said. */
import { readForeign } from '../../../tools/files/foreign-file.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import { isProgramHere, run, type RunOptions } from '../../../tools/run.ts'
import { isSystemdRunning, readActiveStates } from '../../../tools/systemd/systemctl-units.ts'
import { titles } from '../../../tools/titles/messages.ts'
import { commandsFor, servicesFor, type ChangedEtc, type EtcCommand, type EtcService } from '../effects.ts'
import type { EtcEffect, FailedEffect } from '../verbs.ts'

/** Those that run. */
export async function activeServicesFor(
  changed: readonly ChangedEtc[],
  options: RunOptions,
): Promise<readonly EtcService[]> {
  const services = servicesFor(changed.map(({ path }) => path))
  if (services.length === 0 || !isSystemdRunning()) return []
  const states = await readActiveStates(
    services.map(({ unit }) => unit),
    options,
  )
  return services.filter(({ unit }) => states.get(unit) === 'active')
}

/** What is not done by `takeEffect`, besides services. `root`: /etc as it will be, or is. */
export function effectsToSay(changed: readonly ChangedEtc[], root: string): readonly EtcEffect[] {
  return commandsHere(changed, root)
    .filter(({ limitMs }) => limitMs === undefined)
    .map(({ argv, paths }) => ({ argv: [...argv], paths: [...paths] }))
}

/** As they would be typed. */
export function serviceEffect({ unit, how, path }: EtcService): EtcEffect {
  return { argv: ['systemctl', how === 'reload' ? 'reload-or-restart' : 'restart', unit], paths: [path] }
}

/** @returns What failed, or took too long. Throws for the caller's own end alone. */
export async function takeEffect(
  changed: readonly ChangedEtc[],
  options: RunOptions,
): Promise<readonly FailedEffect[]> {
  const failed: FailedEffect[] = []
  for (const { argv, limitMs, paths } of commandsHere(changed, '/etc')) {
    if (limitMs === undefined) continue
    const limit = AbortSignal.timeout(limitMs)
    const signal = options.signal === undefined ? limit : AbortSignal.any([options.signal, limit])
    try {
      await run({ title: titles.takeEffect({ name: argv.join(' ') }), argv, diesWithAgent: true }, { signal })
    } catch (thrown) {
      options.signal?.throwIfAborted()
      const { message, details } = toAppError(thrown)
      const effect = { argv: [...argv], paths: [...paths] }
      failed.push(limit.aborted ? effect : { ...effect, why: details ?? message })
    }
  }
  return failed
}

/** Of programs that are there. systemd's need one that runs. */
function commandsHere(changed: readonly ChangedEtc[], root: string): readonly EtcCommand[] {
  const isHere = ({ argv: [program] }: EtcCommand) =>
    isProgramHere(program) && (isSystemdRunning() || !['systemctl', 'udevadm'].includes(program))
  return commandsFor(changed, (one) => cutsConnections(root, one)).filter(isHere)
}

/** Of more than that nobody can say it. */
const longestSettings = 65_536
const ofNetwork = /^[ \t]*-?[ \t]*net[./]/m

function cutsConnections(root: string, one: string): boolean {
  const file = readForeign(root, bytePathFromText(one), longestSettings)
  return file.kind !== 'read' || ofNetwork.test(file.bytes.toString('latin1'))
}
