/**
 * A folder as one stream of tar (GNU, 1.34 and 1.35): of volumes of containers, bundles, copies and layers of images. Whoever asks says
 * as whom, by `inside`: owners are those that it sees.
 */
import type { EngineCommand, RunInside } from '../containers/engine.ts'
import type { RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

type Words = EngineCommand['words']

/** What a file has besides: given by a person or a program, not how this laptop labels or stores it. */
const attributes = ['user.*', 'security.capability', 'system.posix_acl_*'].map((one) => `--xattrs-include=${one}`)

/** The same bytes for the same tree, whatever it was made by: nothing in it tells when it was read, or by whom. */
export const packing = [
  ...['--create', '--format=pax', '--sort=name'],
  '--pax-option=delete=atime,delete=ctime,exthdr.name=%d/PaxHeaders/%f',
  ...['--numeric-owner', '--xattrs', ...attributes],
]

export interface TreeReading extends RunOptions {
  readonly onBytes: (piece: Buffer) => void
}

/** By their paths below the folder, whatever is in their names. */
export const leavingOut = (leaveOut: readonly string[]): readonly string[] => [
  ...['--anchored', '--no-wildcards'],
  ...leaveOut.map((name) => `--exclude=./${name}`),
]

/** Packs the folder and all in it, holes as holes. `leaveOut`: names of files at its top. */
export async function packTree(
  inside: RunInside,
  folder: string,
  { onBytes, signal, leaveOut }: TreeReading & { readonly leaveOut: readonly string[] },
): Promise<void> {
  const words: Words = ['tar', ...packing, '--sparse', `--directory=${folder}`, ...leavingOut(leaveOut), '--', '.']
  await inside({ title: titles.readVolume({}), words, onBytes }, { signal })
}

/** Into a folder that is there and empty. */
export async function unpackTree(
  inside: RunInside,
  { archive, folder }: { readonly archive: string; readonly folder: string },
  options: RunOptions,
): Promise<void> {
  const words: Words = [
    'tar',
    ...['--extract', '--preserve-permissions', '--same-owner', '--numeric-owner'],
    ...['--xattrs', '--xattrs-include=*', '--delay-directory-restore', `--directory=${folder}`],
  ]
  await inside({ title: titles.writeVolume({}), words, inputFile: archive }, options)
}
