/** Guests of a person's own libvirt, each with all that is of it. */
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { FileHeads } from './file-heads.ts'
import { imagesOf, placeOf } from './images.ts'

/** Definitions have a few kilobytes. */
const definitionBytes = 262_144

export interface SessionGuest {
  readonly name: string
  /** Its disks, its definition, and what lies beside that: saved memory, UEFI variables, TPM, snapshots. */
  readonly paths: readonly BytePath[]
}

interface Looking {
  /** Of guests and of their snapshots. */
  readonly definitions: readonly BytePath[]
  readonly home: string
  readonly heads: FileHeads
}

/**
 * Virtual machines of a person's own libvirt (qemu:///session, as virt-manager and GNOME Boxes use it), told from
 * what lies in the home: nothing of theirs is started. Places: libvirt's qemu_conf.c, "configBaseDir".
 */
export function findGuests({ definitions, home, heads }: Looking): readonly SessionGuest[] {
  return definitions
    .filter((one) => path.posix.dirname(one).endsWith('/libvirt/qemu'))
    .flatMap((definition) => guestOf(definition, { definitions, home, heads }))
}

/** None where the file defines something else. */
function guestOf(definition: BytePath, { definitions, home, heads }: Looking): readonly SessionGuest[] {
  const text = heads.read(definition, definitionBytes)
  const name = textOf(text, 'name')
  if (!/<domain[\s>]/.test(text) || name === undefined) return []
  const folder = path.posix.dirname(definition)
  const snapshots = definitions.filter((one) => one.startsWith(`${folder}/snapshot/${name}/`))
  const named = [text, ...snapshots.map((one) => heads.read(one, definitionBytes))].flatMap(filesNamedIn)
  const disks = named.flatMap((file) => placeOf(file, definition, home)).flatMap((one) => imagesOf(one, home, heads))
  const uuid = textOf(text, 'uuid')
  const beside = [
    `save/${name}.save`,
    `nvram/${name}_VARS.fd`,
    `snapshot/${name}`,
    `checkpoint/${name}`,
    `autostart/${name}.xml`,
    ...(uuid === undefined ? [] : [`swtpm/${uuid}`]),
  ].map((one) => `${folder}/${one}`)
  const paths = [...disks, definition, ...beside.filter((one) => heads.exists(one))]
  const shown = Buffer.from(name, 'latin1').toString('utf8')
  return [{ name: shown, paths: [...new Set(paths)] }]
}

/** Disks and UEFI variables: not installation media, and not folders that the guest shares. */
function filesNamedIn(definition: string): readonly string[] {
  const disks = [...definition.matchAll(/<disk\b([^>]*)>([^]*?)<\/disk>/g)]
  const sources = disks
    .filter(([, attributes = '']) => !/device=['"](?:cdrom|floppy)['"]/.test(attributes))
    .flatMap(([, , inside = '']) => [...inside.matchAll(/<source\b[^>]*\bfile=(?:'([^']*)'|"([^"]*)")/g)])
    .map(([, single, double]) => single ?? double ?? '')
  const variables = textOf(definition, 'nvram')
  return [...sources, ...(variables === undefined ? [] : [variables])].map(unescaped)
}

function textOf(text: string, element: string): string | undefined {
  const found = new RegExp(`<${element}\\b[^>]*>([^<]+)</${element}>`).exec(text)?.[1]
  return found === undefined ? undefined : unescaped(found)
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)
}
