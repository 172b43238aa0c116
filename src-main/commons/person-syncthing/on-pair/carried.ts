/** Asks the Syncthings of a person what of a home is theirs to carry. */
import type { AskedFile, CarriedVersion } from '../../../contract/person-syncthing.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { filesAskedAtOnce, readPersonFiles } from '../verbs.ts'
import { includes, sharedFolders, type SharedFolder } from '../../../contract/shared-folders.ts'
import { lookAtBoth } from './wait-for-syncthing.ts'

export interface Carried {
  /** Below the home. */
  readonly path: BytePath
  /**
   * all: what the source has of it went into what the target has. earlier: the source went on from what the target has. apart: both
   * did, or that cannot be told.
   */
  readonly target: 'all' | 'earlier' | 'apart'
}

/**
 * Of these paths below the home, those that Syncthing carries. What lies in a folder that is not shared any more, as it was when the
 * switch was planned, is among them: nobody was asked about it.
 */
export async function carriedAmong(
  pair: Pair,
  planned: readonly SharedFolder[],
  paths: readonly BytePath[],
  { signal }: CallOptions,
): Promise<readonly Carried[]> {
  const inFolders = paths.flatMap((path) => foldersAround(path, planned).map((asked) => ({ path, ...asked })))
  if (inFolders.length === 0) return []
  const still = new Set(sharedFolders(await lookAtBoth(pair, { signal })).shared.map(({ id }) => id))
  const asked = inFolders.filter(({ file }) => still.has(file.folder))
  const carried = new Map<BytePath, Carried['target']>()
  for (let at = 0; at < asked.length; at += filesAskedAtOnce) {
    const some = asked.slice(at, at + filesAskedAtOnce)
    const versions = await versionsOnBoth(
      pair,
      some.map(({ file }) => file),
      { signal },
    )
    if (versions === undefined) {
      for (const { path } of some) carried.set(path, 'apart')
      continue
    }
    const { ofSource, ofTarget } = versions
    some.forEach(({ path }, index) => {
      const [source, target] = [ofSource[index], ofTarget[index]]
      if (source === undefined || source === null || target === undefined || target === null) return
      carried.set(path, standing(source.version, target.version))
    })
  }
  for (const { path, file } of inFolders) if (!still.has(file.folder)) carried.set(path, 'apart')
  return [...carried].map(([path, target]) => ({ path, target }))
}

type Versions = readonly (CarriedVersion | null)[]

/** Undefined where one of them stopped answering: then nobody knows whose these files are. */
async function versionsOnBoth(
  pair: Pair,
  files: readonly AskedFile[],
  options: CallOptions,
): Promise<Readonly<Record<'ofSource' | 'ofTarget', Versions>> | undefined> {
  try {
    // The source first: what it has written since does not count as missing.
    const ofSource = await versionsOn(pair.from, files, options)
    return { ofSource, ofTarget: await versionsOn(pair.to, files, options) }
  } catch (thrown) {
    if (endsAll(thrown)) throw thrown
    return undefined
  }
}

/** Whoever asks is gone, or whoever is asked: nothing else can be asked then. */
export function endsAll(thrown: unknown): boolean {
  return !(thrown instanceof AppError) || ['cancelled', 'unreachable', 'agent-died'].includes(thrown.code)
}

function standing(source: readonly string[], target: readonly string[]): Carried['target'] {
  if (includes(target, source)) return 'all'
  return includes(source, target) ? 'earlier' : 'apart'
}

async function versionsOn(machine: Machine, files: readonly AskedFile[], options: CallOptions): Promise<Versions> {
  return (await machine.call(readPersonFiles, { files: [...files] }, options)).versions
}

function foldersAround(path: BytePath, shared: readonly SharedFolder[]): readonly { readonly file: AskedFile }[] {
  return shared.flatMap(({ id, place }) => {
    const below = place === '' ? path : path.startsWith(`${place}/`) ? path.slice(place.length + 1) : undefined
    return below === undefined ? [] : [{ file: { folder: id, path: below } }]
  })
}
