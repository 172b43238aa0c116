/**
 * Adds commits of another version of a repository to the one in /home, named below refs/laptops: as its owner, who alone
 * decides with the kernel what can be written there.
 */
import { rmSync } from 'node:fs'
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { Output } from '../../../../contract/define.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import { addPack, checkWhole, peelToCommits } from '../../../../tools/git/git-objects.ts'
import { createRefs, isRefName, type Ref } from '../../../../tools/git/git-refs.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { addCommits as verb } from '../../repository-verbs.ts'
import { packFile, type PackOrigin } from './commits-folder.ts'
import { withRepository, type Repository } from './open-repository.ts'

export interface AddRequest {
  readonly stateFolder: string
  readonly home: string
  readonly gitFolder: BytePath
  /** What the laptop is called in the names. */
  readonly laptop: string
  readonly refs: readonly Ref[]
  readonly origin: PackOrigin
}

/** The names point at nothing that is not there whole, and none of those that are there is moved. */
export function addCommits(request: AddRequest, options: RunOptions): Promise<Output<typeof verb>> {
  const { stateFolder, home, gitFolder, laptop, refs, origin } = request
  const file = packFile(stateFolder, origin, gitFolder)
  return withRepository(home, gitFolder, options, async ({ git, names, options: limited }) => {
    const packs = topmostMissing(home, gitFolder, `objects/pack/${anyName}`)
    const pack = await addPack(git, file, limited)
    await requireWhole({ git, names, options: limited }, refs)
    const named = nameRefs(refs, laptop, names.refs)
    const places = named.map(({ name }) => topmostMissing(home, gitFolder, name))
    await createRefs(git, named, limited)
    rmSync(file, { force: true })
    return {
      kind: 'added',
      refs: named.map(({ name }) => name),
      paths: [...new Set([...(isNew(packs) ? packPaths(home, gitFolder, pack) : [packs]), ...places])],
    }
  })
}

/** As git-fetch(1) does: what its own names lead to counts as whole, unless it is not. */
async function requireWhole({ git, names, options }: Repository, refs: readonly Ref[]): Promise<void> {
  const from = refs.map(({ hash }) => hash)
  const own = names.refs.map(({ hash }) => hash)
  const without = (await peelToCommits(git, own, options)).filter((hash) => hash !== undefined)
  try {
    await checkWhole(git, { from, without }, options)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === 'cancelled') throw thrown
    await checkWhole(git, { from }, options)
  }
}

const anyName = '?'
const isNew = (path: BytePath): boolean => path.endsWith(`/${anyName}`)

/** The outermost of what is not there yet on the way to `name`. */
function topmostMissing(home: string, gitFolder: BytePath, name: BytePath): BytePath {
  let path = gitFolder
  for (const part of name.split('/')) {
    path = `${path}/${part}`
    if (statInside(home, path) === undefined) return path
  }
  return path
}

function packPaths(home: string, gitFolder: BytePath, pack: string): readonly BytePath[] {
  const paths = ['pack', 'idx', 'rev'].map((ending) => `${gitFolder}/objects/pack/pack-${pack}.${ending}`)
  return paths.filter((path) => statInside(home, path) !== undefined)
}

/**
 * "refs/heads/main" of xps becomes "refs/laptops/xps/heads/main", or "refs/laptops/xps-2/heads/main" when that name is
 * taken by something else, or cannot be beside another one. What was kept below refs/laptops earlier keeps its name.
 */
export function nameRefs(refs: readonly Ref[], laptop: string, existing: readonly Ref[]): readonly Ref[] {
  const taken = existing.map(({ name }) => name)
  const named: Ref[] = []
  for (const [index, { name, hash }] of refs.entries()) {
    const below = name.replace(/^refs\//, '')
    const last = isRefName(below) ? below : `unnamed/${index + 1}`
    const free = freeName({ laptop, last, isKept: name.startsWith('refs/laptops/') }, taken)
    taken.push(free)
    named.push({ name: free, hash })
  }
  return named
}

interface Wanted {
  readonly laptop: string
  readonly last: BytePath
  readonly isKept: boolean
}

function freeName({ laptop, last, isKept }: Wanted, taken: readonly BytePath[]): BytePath {
  for (let count = 1; ; count++) {
    const folder = count === 1 ? laptop : `${laptop}-${count}`
    const name = isKept && count === 1 ? `refs/${last}` : `refs/laptops/${folder}/${last}`
    const isFree = taken.every((one) => one !== name && !one.startsWith(`${name}/`) && !name.startsWith(`${one}/`))
    if (isFree) return name
  }
}
