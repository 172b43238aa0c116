/**
 * ~/system-state, which pc-switcher writes on the source, also after the plan. Its lists and its history come from there whatever the other
 * laptop did. Everything else in it is the person's, and decided like any file; what they committed on the other laptop is kept in the
 * history that comes.
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isAtOrBelow, keyOfPath, parentKey } from '../../inventory/inventory-entry.ts'

interface Person {
  readonly home: string
}

/** "alice", below /home. */
export function folderOfPerson({ home }: Person): BytePath {
  return home.replace(/^\/home\//, '')
}

export function systemStateOf(person: Person): { readonly folder: BytePath; readonly gitFolder: BytePath } {
  const folder = `${folderOfPerson(person)}/system-state`
  return { folder, gitFolder: `${folder}/.git` }
}

export function alwaysTaken(person: Person): (key: string) => boolean {
  const { folder, gitFolder } = systemStateOf(person)
  const [git, lists] = [keyOfPath(gitFolder), keyOfPath(`${folder}/packages`)]
  return (key) => isAtOrBelow(key, git) || (parentKey(key) === lists && key.endsWith('.json'))
}

/** What is decided as one when the history of ~/system-state is not decided with the files beside it. */
export function unitsBeside(
  person: Person,
  repositories: Iterable<BytePath>,
  gitFolders: readonly BytePath[],
): ReadonlySet<BytePath> {
  const { folder, gitFolder } = systemStateOf(person)
  const inside = gitFolders.filter((one) => one.startsWith(`${folder}/`) && !one.startsWith(`${gitFolder}/`))
  const units = new Set([...repositories, gitFolder, ...inside.map((one) => one.replace(/\/\.git(\/.*)?$/, ''))])
  units.delete(folder)
  return units
}
