/** What is installed in an installation of flatpak(1), read from its folders, without flatpak. */
import { existsSync } from 'node:fs'
import type { BytePath } from '../../kernel/byte-path.ts'
import { lookInside, readFolderInside } from '../files/safe-path.ts'

/**
 * "app/org.gnome.Maps/x86_64/stable" to the commit that is used; of one that is being removed there is none. `installation`:
 * below `root`, and no link below that is followed. Nothing where it is not there.
 */
export function readDeployed(root: string, installation: BytePath): ReadonlyMap<BytePath, BytePath> {
  if (!existsSync(root)) return new Map()
  const inside = lookInside(root)
  const within = (place: BytePath): readonly BytePath[] =>
    readFolderInside(root, `${installation}/${place}`)
      .filter(({ isFolder }) => isFolder)
      .map(({ name }) => `${place}/${name}`)
  try {
    const refs = ['app', 'runtime'].flatMap(within).flatMap(within).flatMap(within)
    return new Map(
      refs.flatMap((ref) => {
        const commit = inside.target(`${installation}/${ref}/active`)
        return commit === undefined ? [] : [[ref, commit] as const]
      }),
    )
  } finally {
    inside.close()
  }
}
