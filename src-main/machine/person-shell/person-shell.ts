/**
 * A laptop as its person reaches it before it is paired: this one, or another one over SSH. Scripts are constant; what they work
 * on comes by standard input.
 */
import type { Readable } from 'node:stream'

export interface ShellResult {
  readonly exitCode: number
  readonly stdout: string
  /** Of what it complained; the last of it. */
  readonly stderr: string
}

export interface ShellOptions {
  readonly input?: string | Readable
  readonly signal?: AbortSignal | undefined
}

export interface PersonShell {
  /** Any exit code is an answer. AppError "unreachable" when the connection is lost, "cancelled" when it was stopped. */
  readonly run: (script: PersonScript, options?: ShellOptions) => Promise<ShellResult>
  readonly close: () => void
}

/** Made by `personScript` alone. */
export type PersonScript = string & { readonly kind: 'person-script' }

/**
 * For sh(1). sshd hands a command to the login shell of the account: in single quotes bash, zsh and fish hand it on as it is, if
 * it has none of these.
 */
export function personScript(script: string): PersonScript {
  if (/['\\!]/.test(script)) throw new Error(`not the same in every shell: ${script}`)
  return script as PersonScript
}
