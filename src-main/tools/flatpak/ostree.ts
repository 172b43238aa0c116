/** ostree(1), which looks at signatures and sums where flatpak(1) does not. */
import { existsSync } from 'node:fs'
import type { Message } from '../../kernel/message.ts'
import { readableByAll, run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { outcomeOf, type Outcome } from '../outcome.ts'
import { systemInstallation } from './flatpak-lists.ts'

const program = '/usr/bin/ostree'

export function isOstreeInstalled(): boolean {
  return existsSync(program)
}

/** An empty one, in a folder that is there. */
export async function makeRepository(repository: string, options: RunOptions): Promise<Outcome> {
  return change(titles.packFlatpaks({}), [`--repo=${repository}`, 'init', '--mode=archive'], options)
}

/**
 * One of the system installation, with the signatures that it came with. Fails where not all of it is there, as of translations
 * that were installed for some languages alone.
 */
export async function packCommit(repository: string, commit: string, options: RunOptions): Promise<Outcome> {
  const words = [`--repo=${repository}`, 'pull-local', '--', `${systemInstallation}/repo`, commit]
  return change(titles.packFlatpaks({}), words, options)
}

export interface PackedApp {
  /** A repository: FOLDER/.ostree/repo of what was packed. */
  readonly repository: string
  /** Of the system installation: by its keys each is proven. */
  readonly remote: string
  readonly refs: readonly string[]
}

/** Each commit is signed by a key of the remote, and each file is what its sum says; or nothing of it is there to be installed. */
export async function pullPacked({ repository, remote, refs }: PackedApp, options: RunOptions): Promise<Outcome> {
  const words = [
    `--repo=${systemInstallation}/repo`,
    ...['pull-local', '--untrusted', '--gpg-verify', `--remote=${remote}`, '--', repository, ...refs],
  ]
  return change(titles.installFlatpak({}), words, options)
}

async function change(title: Message, words: readonly string[], options: RunOptions): Promise<Outcome> {
  const { exitCode, stderr } = await run(
    { title, argv: [...readableByAll, program, ...words], exitCodes: [0, 1], diesWithAgent: true },
    options,
  )
  return outcomeOf(exitCode, stderr)
}
