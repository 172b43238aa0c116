/** What stands in /etc because this switch put it there, so that it is told from what the person did since. */
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { isOurs } from '../../../commons/placing/on-machine/is-ours.ts'
import { readPlaced } from '../../../commons/placing/on-machine/placed-file.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import { stagedTree, switchesFolder, switchFolder } from './places.ts'

const switchesKept = 2

/** Paths below /etc, with a leading slash. `root`: /etc as it is now, held still. */
export function placedHere(stateFolder: string, switchId: string, root: string): BytePath[] {
  const staged = stagedTree(stateFolder, switchId)
  const fetched = (one: BytePath) => (existsSync(staged) ? statInside(staged, one) : undefined)
  return [...readPlaced(switchFolder(stateFolder, switchId))].flatMap(([one, placed]) =>
    isOurs(statInside(root, one), placed, () => fetched(one)) ? [`/${one}`] : [],
  )
}

/** What was fetched goes; what was placed is remembered of the last switches. */
export function forgetFetched(stateFolder: string): void {
  const folder = switchesFolder(stateFolder)
  if (!existsSync(folder)) return
  const dated = readdirSync(folder).map((switchId) => ({ switchId, at: statSync(path.join(folder, switchId)).mtimeMs }))
  const newestFirst = dated.sort((one, other) => other.at - one.at)
  newestFirst.forEach(({ switchId }, index) => {
    const place = index < switchesKept ? stagedTree(stateFolder, switchId) : switchFolder(stateFolder, switchId)
    rmSync(place, { recursive: true, force: true })
  })
}
