/** ostree(1), which looks at signatures and sums where flatpak(1) does not. */
import { existsSync } from 'node:fs'
import { readableByAll, run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { outcomeOf, type Outcome } from '../outcome.ts'
import { systemInstallation } from './flatpak-lists.ts'

const program = '/usr/bin/ostree'

export function isOstreeInstalled(): boolean {
  return existsSync(program)
}

export interface Packed {
  /** A repository: FOLDER/.ostree/repo of what was packed. */
  readonly repository: string
  /** Of the system installation: by its keys each is proven. */
  readonly remote: string
  readonly refs: readonly string[]
}

/** Each commit is signed by a key of the remote, and each file is what its sum says; or nothing of it is there to be installed. */
export async function pullPacked({ repository, remote, refs }: Packed, options: RunOptions): Promise<Outcome> {
  const { exitCode, stderr } = await run(
    {
      title: titles.installFlatpak({}),
      argv: [
        ...readableByAll,
        program,
        `--repo=${systemInstallation}/repo`,
        ...['pull-local', '--untrusted', '--gpg-verify', `--remote=${remote}`, '--', repository, ...refs],
      ],
      exitCodes: [0, 1],
      diesWithAgent: true,
    },
    options,
  )
  return outcomeOf(exitCode, stderr)
}
