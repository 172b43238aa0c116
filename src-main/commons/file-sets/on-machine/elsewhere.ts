/**
 * What belongs to a thing and lies elsewhere in the same home: where links in its folder lead, and what its own files name. What a
 * person's file says is data: a place outside of their home, or around what names it, is none.
 */
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { FileSetKind } from '../what-makes-one.ts'
import type { FileHeads } from './file-heads.ts'
import { unescaped } from './guests.ts'
import { placeOf } from './images.ts'

/** A thing that names more than this is not what it says. */
const placesAtMost = 256
/** Links stand in the folder itself, or one below it: `pg_tblspc/16400`, `shop/orders.MYD`. */
const foldersAtMost = 300
const textBytes = 262_144

interface Pointer {
  readonly file: RegExp
  readonly names: (text: string) => readonly string[]
}

const pointers: readonly Pointer[] = [
  // VirtualBox: disks, saved memory, UEFI variables and its folder of snapshots; no media, and no shared folders.
  {
    file: /\.vbox$/,
    names: (text) =>
      all(
        text,
        /<HardDisk\b[^>]*?\blocation="([^"]+)"|<NVRAM\b[^>]*?\bpath="([^"]+)"|\b(?:stateFile|snapshotFolder)="([^"]+)"/g,
      ).map(unescaped),
  },
  // VMware: disks, UEFI variables, saved memory.
  {
    file: /\.vmx$/,
    names: (text) =>
      all(
        text,
        /^(?:(?:scsi|sata|ide|nvme)\d+:\d+\.fileName = "([^"\r\n]+\.vmdk)"|(?:nvram|checkpoint\.vmState|workingDir) = "([^"\r\n]+)")/gm,
      ),
  },
  // Lima: disks that an instance has besides its own lie beside all instances.
  {
    file: /\/lima\.yaml$/,
    names: (text) =>
      all(
        /^additionalDisks:\n((?:[ \t-].*\n?)*)/m.exec(text)?.[1] ?? '',
        /^\s*(?:-\s+)?(?:name:\s*|-\s+)["']?([\w.-]+)["']?\s*$/gm,
      ).map((name) => `../_disks/${name}`),
  },
  // RocksDB, Berkeley DB, and a table of InnoDB with a DATA DIRECTORY of its own.
  { file: /\/OPTIONS-\d+$/, names: (text) => all(text, /^\s*wal_dir=(.+)$/gm) },
  {
    file: /\/DB_CONFIG$/,
    names: (text) => all(text, /^\s*(?:set_lg_dir|set_data_dir|add_data_dir)\s+"?([^"\n]+?)"?\s*$/gm),
  },
  { file: /\.isl$/, names: (text) => all(text, /^(.+)$/gm) },
]

function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, ...found]) => found.find(Boolean) ?? '')
}

/** Where folders that links lead to belong to it. Of a guest only files: it may show a folder of the person's to its system. */
const linkingKinds: ReadonlySet<FileSetKind> = new Set(['database-folder', 'backup', 'encrypted', 'guest'])

/** Of the thing in this folder; each is there. */
export function placesElsewhere(
  { folder, kind }: { readonly folder: BytePath; readonly kind: FileSetKind },
  home: string,
  heads: FileHeads,
): readonly BytePath[] {
  if (!linkingKinds.has(kind)) return []
  const found = new Set<BytePath>()
  const add = (name: string, from: BytePath, isLink: boolean): void => {
    for (const place of placeInHome(name, { from, thing: folder }, home)) {
      const isOne = isLink && kind === 'guest' ? heads.isFile(place) : heads.exists(place)
      if (isOne && found.size < placesAtMost) found.add(place)
    }
  }
  const look = (inside: BytePath): readonly BytePath[] =>
    heads.namesIn(inside).flatMap(({ name, isFolder, isFile, isSpecial }) => {
      const at = `${inside}/${name}`
      if (isFolder) return [at]
      if (isFile)
        pointers
          .filter(({ file }) => file.test(at))
          .forEach(({ names }) => names(heads.read(at, textBytes)).forEach((one) => add(one, at, false)))
      else if (!isSpecial) add(heads.target(at) ?? '', at, true)
      return []
    })
  for (const inside of look(folder).slice(0, foldersAtMost)) look(inside)
  return [...found]
}

/** As `from` names it: in the same home, but not that home itself, nor around or in the thing. */
export function placeInHome(
  name: string,
  { from, thing }: { readonly from: BytePath; readonly thing: BytePath },
  home: string,
): readonly BytePath[] {
  if (name === '') return []
  return placeOf(name, from, home)
    .map((place) => place.replace(/\/+$/, ''))
    .filter((place) => {
      const [person = ''] = from.split('/')
      const isOutside = !place.startsWith(`${person}/`) || path.posix.normalize(place) !== place
      return !isOutside && !`${thing}/`.startsWith(`${place}/`) && !place.startsWith(`${thing}/`)
    })
}
