/** A home of many small files, and the changes of a working day, made fast and always the same. */
import { appendFileSync, chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'

const perFolder = 100

const fileOf = (home: string, index: number) =>
  `${home}/folder-${Math.floor(index / perFolder)}/file-${index % perFolder}`

/** Sizes from some bytes to some thousands, as in a home full of sources and settings. */
export function fillHome(home: string, files: number): void {
  for (let folder = 0; folder * perFolder < files; folder += 1)
    mkdirSync(`${home}/folder-${folder}`, { recursive: true })
  for (let index = 0; index < files; index += 1) writeFileSync(fileOf(home, index), 'x'.repeat((index * 37) % 6_000))
}

/** Spread over all folders; a fifth each is rewritten, grows, is removed, renamed, gets another mode. */
export function changeSome(home: string, files: number, changes: number, round: number): void {
  for (let change = 0; change < changes; change += 1) {
    const index = Math.floor((change * files) / changes) + round
    const file = fileOf(home, index % files)
    const kind = change % 5
    if (kind === 0) writeFileSync(file, `round ${round}`)
    else if (kind === 1) appendFileSync(file, 'more')
    else if (kind === 2) rmSync(file, { force: true })
    else if (kind === 3) renameSync(file, `${file}-renamed`)
    else chmodSync(file, 0o600)
  }
}
