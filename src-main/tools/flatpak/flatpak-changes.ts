/** flatpak(1) as root, for everybody. Each call is about one thing, so that its failure says what of. */
import { outcomeOf, type Outcome } from '../outcome.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import type { Message } from '../../kernel/message.ts'

export interface NewRemote {
  readonly name: string
  readonly url: string
  readonly title: string
  readonly collection: string
  /** A file of public keys: from standard input it takes none (1.16). */
  readonly keysFile: string
}

const quietly = ['--system', '-y', '--noninteractive'] as const

/**
 * Into FOLDER/.ostree/repo, with the runtimes that they need, signed as they came. Only of remotes with a collection.
 * Takes as much room as what it packs. To be unpacked by `pullPacked`: root's `flatpak install --sideload-repo` looks neither
 * at signatures nor at sums (1.16: contents that were exchanged, and another key, went through).
 */
export async function packFlatpaks(folder: string, refs: readonly string[], options: RunOptions): Promise<Outcome> {
  return change(titles.packFlatpaks({}), ['create-usb', '--system', folder, ...refs], options)
}

/** Whether it is there afterwards only its list tells: it may stay where this fails, and goes on without a network. */
export async function addRemote(remote: NewRemote, options: RunOptions): Promise<Outcome> {
  const { name, url, title, collection, keysFile } = remote
  const words = [
    ...['remote-add', '--system', '--if-not-exists', `--gpg-import=${keysFile}`],
    ...(title === '' ? [] : [`--title=${title}`]),
    ...(collection === '' ? [] : [`--collection-id=${collection}`]),
    ...['--', name, url],
  ]
  return change(titles.addFlatpakRemote({}), words, options)
}

export interface WantedFlatpak {
  readonly ref: string
  /** Out of what was pulled before (`ostree.ts`), without a network; its remote is asked otherwise. */
  readonly isPulled: boolean
}

export async function installFlatpak(
  { remote, ref, isPulled }: WantedFlatpak & { readonly remote: string },
  options: RunOptions,
): Promise<Outcome> {
  const words = ['install', ...quietly, '--no-auto-pin', '--or-update', ...pullingOf(isPulled), '--', remote, ref]
  return change(titles.installFlatpak({}), words, options)
}

export async function updateFlatpak({ ref, isPulled }: WantedFlatpak, options: RunOptions): Promise<Outcome> {
  return change(titles.updateFlatpak({}), ['update', ...quietly, ...pullingOf(isPulled), '--', ref], options)
}

/** Also where something is still installed from it. */
export async function removeRemote(name: string, options: RunOptions): Promise<Outcome> {
  return change(titles.addFlatpakRemote({}), ['remote-delete', '--system', '--force', '--', name], options)
}

/** Its settings and files in homes stay. */
export async function removeFlatpak(ref: string, options: RunOptions): Promise<Outcome> {
  return change(titles.removeFlatpak({}), ['uninstall', ...quietly, '--', ref], options)
}

/** mask: not updated by itself. pin: stays though nothing needs it. */
export async function markFlatpak(kind: 'mask' | 'pin', pattern: string, options: RunOptions): Promise<Outcome> {
  return change(titles.markFlatpaks({}), [kind, '--system', '--', pattern], options)
}

function pullingOf(isPulled: boolean): readonly string[] {
  return isPulled ? ['--no-pull'] : []
}

async function change(title: Message, words: readonly string[], options: RunOptions): Promise<Outcome> {
  const { exitCode, stderr } = await run(
    { title, argv: ['flatpak', ...words], exitCodes: [0, 1], diesWithAgent: true },
    options,
  )
  return outcomeOf(exitCode, stderr)
}
