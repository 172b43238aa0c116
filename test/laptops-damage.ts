/** A disk that is worn out: what a file holds can't be read any more. */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { layPair } from '../practice/layout.ts'
import { testPair } from './laptops-pair.ts'

/** Its first bytes, past the file system of p17. */
export function damageOnDisk(file: string): void {
  const { root, diskFile } = layPair(testPair, 0).laptops.p17
  const words = (argv: readonly [string, ...string[]]) => {
    const [program, ...rest] = argv
    return execFileSync(program, rest, { encoding: 'utf8' })
  }
  const [, extent = ''] =
    /^ +0: +0\.\. *\d+: +(\d+)\.\./m.exec(words(['filefrag', '-v', '-b1', path.join(root, file)])) ?? []
  const [, place = ''] = / physical (\d+) /.exec(words(['btrfs-map-logical', '-l', extent, diskFile])) ?? []
  const disk = openSync(diskFile, 'r+')
  try {
    writeSync(disk, 'worn out', Number(place))
  } finally {
    closeSync(disk)
  }
  // It is read from the disk again.
  writeFileSync('/proc/sys/vm/drop_caches', '3')
}
