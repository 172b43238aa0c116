/** Whether the sshd of a laptop would let the other laptop in: its account is pc-switcher, in a group of the same name. */
import {
  doorComingIn,
  doorRefusals,
  listRefusals,
  parseSshdSettings,
  type SshdRefusal,
} from '../../../commons/doors/sshd-settings.ts'
import type { PairingFinding } from '../../../contract/pairing-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { runAsRoot, type Rooted } from './ask-root.ts'
import { readSshdScript, sshdExitCodes } from './scripts.ts'
import { cannotLook, findings } from './texts.ts'

/** What stands against it, with the line that mends it. `isInstalled`: our own settings are there already. */
export async function sshdFindings(laptop: Rooted, isInstalled: boolean): Promise<readonly PairingFinding[]> {
  const { stdout, stderr, exitCode } = await runAsRoot(laptop, readSshdScript)
  if (exitCode === sshdExitCodes.missing) return [findings.noSshd(laptop.name)]
  if (exitCode === sshdExitCodes.broken) return [findings.sshdBroken(laptop.name)]
  if (exitCode !== 0) throw new AppError({ code: 'unreadable-answer', ...cannotLook, details: stderr })
  return findingsOfSshd(laptop.name, stdout, isInstalled)
}

/** `text`: what `sshd -T` prints, and after "--" lines of sshd_config. */
export function findingsOfSshd(name: string, text: string, isInstalled: boolean): readonly PairingFinding[] {
  const [printed = '', included = ''] = text.split(/^--$/m)
  const settings = parseSshdSettings(printed)
  if (settings === undefined) throw new AppError({ code: 'unreadable-answer', ...cannotLook, details: text })
  const isIncluded = includesOf(included).some((file) =>
    /^(?:\/etc\/ssh\/)?sshd_config\.d\/(?:\*(?:\.conf)?|10-\S+)$/.test(file),
  )
  const isOverridden = isInstalled && isIncluded && doorRefusals(settings).length > 0
  return [
    ...(isIncluded ? [] : [findings.sshdWithoutFolder(name)]),
    ...listRefusals(settings, doorComingIn()).map((refusal) => wordsOf(name, refusal)),
    ...(isOverridden ? [findings.sshdOverridden(name)] : []),
  ]
}

function includesOf(lines: string): readonly string[] {
  return [...lines.matchAll(/^\s*include[\s=]+(.*)$/gim)].flatMap(([, value = '']) =>
    value
      .replace(/#.*$/, '')
      .split(/\s+/)
      .map((word) => word.replaceAll('"', '')),
  )
}

function wordsOf(name: string, { setting, value }: SshdRefusal): PairingFinding {
  return setting.startsWith('Allow')
    ? findings.sshdAllows(name, setting, value)
    : findings.sshdDenies(name, setting, value)
}
