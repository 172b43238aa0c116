/** Why ssh2 and a server found nothing in common: its own words, "Handshake failed: no matching C->S cipher" (ssh2 1.17). */
import { AppError } from '../kernel/app-error.ts'
import type { SshAlgorithmSetting } from '../kernel/ssh-algorithms.ts'
import * as texts from './texts.ts'

const settings: readonly (readonly [RegExp, SshAlgorithmSetting])[] = [
  [/no matching key exchange algorithm/, 'KexAlgorithms'],
  [/no matching host key format/, 'HostKeyAlgorithms'],
  [/no matching \S+ cipher/, 'Ciphers'],
  [/no matching \S+ MAC/, 'MACs'],
]

/** Undefined for any other end. `name`: of the laptop, or its address. */
export function explainHandshake(name: string, cause: unknown): AppError | undefined {
  if (!(cause instanceof Error)) return undefined
  const [, setting] = settings.find(([words]) => words.test(cause.message)) ?? []
  if (setting === undefined) return undefined
  const details = texts.whatWeHave(cause.message, setting)
  return new AppError({ code: 'ssh-mismatch', ...texts.nothingInCommon(name, setting), details, cause })
}
