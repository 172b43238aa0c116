/** Which files of a frozen home make one thing: by the marks of its list, and by what the files are that these name. */
import path from 'node:path'
import { findDatabases } from '../../../../commons/file-sets/on-machine/databases.ts'
import { withFileHeads, type FileHeads } from '../../../../commons/file-sets/on-machine/file-heads.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { joinFileSets, type FileSet } from '../../file-sets/file-set.ts'
import { folderSets, imageName, isDefinition } from '../../file-sets/set-marks.ts'
import { isBelowAny, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'

interface Listed {
  /** The frozen tree of the folder of homes. */
  readonly root: string
  /** That folder: "/home". */
  readonly home: string
  /** Keys. */
  readonly marks: readonly string[]
}

/** Without those that lie in a folder which is one itself: packages of Node have packages of their own. */
export function findFileSets({ root, home, marks }: Listed): readonly FileSet[] {
  const folders = folderSets(marks)
  const isFolder = new Set(folders.flatMap(({ paths }) => paths.map(keyOfPath)))
  const found = withFileHeads(root, (heads) =>
    joinFileSets([
      ...findGuests(marks, home, heads),
      ...chainsOf(marks, home, heads),
      ...workTreesOf(marks, home, heads),
      ...folders,
      ...findDatabases(marks.map(pathOfKey), heads).map((paths): FileSet => ({ kind: 'database', paths: [...paths] })),
    ]),
  )
  return found.filter(({ paths }) => !paths.every((one) => isBelowAny(keyOfPath(one), isFolder)))
}

/** Images that build on others, whether a guest names them or not. */
function chainsOf(marks: readonly string[], home: string, heads: FileHeads): readonly FileSet[] {
  const images = marks.map(pathOfKey).filter((one) => imageName.test(one))
  return images.flatMap((image): FileSet[] => {
    const paths = imagesOf(image, home, heads)
    return paths.length < 2 ? [] : [{ kind: 'image', paths: [...paths] }]
  })
}

/** A further work tree has a file `.git` that leads to the repository (gitrepository-layout(5), "worktrees"). */
function workTreesOf(marks: readonly string[], home: string, heads: FileHeads): readonly FileSet[] {
  return marks
    .filter((key) => key.endsWith('\u0001.git'))
    .flatMap((key): FileSet[] => {
      const link = pathOfKey(key)
      const folder = /^gitdir: (.+)\/worktrees\/[^/\n]+\n?$/.exec(heads.read(link, 8_192))?.[1]
      const repository = folder === undefined ? undefined : placeOf(folder, link, home).map(repositoryOf)[0]
      if (repository === undefined || !heads.exists(repository)) return []
      return [{ kind: 'repository', paths: [repository, path.posix.dirname(link)] }]
    })
}

function repositoryOf(gitFolder: BytePath): BytePath {
  return gitFolder.replace(/\/\.git$/, '')
}

/** Definitions have a few kilobytes. */
const definitionBytes = 262_144

/**
 * Virtual machines of a person's own libvirt (qemu:///session, as virt-manager and GNOME Boxes use it), told from
 * what lies in the home: nothing of theirs is started. Places: libvirt's qemu_conf.c, "configBaseDir".
 */
function findGuests(marks: readonly string[], home: string, heads: FileHeads): readonly FileSet[] {
  const definitions = marks.filter(isDefinition).map(pathOfKey)
  return definitions
    .filter((one) => path.posix.dirname(one).endsWith('/libvirt/qemu'))
    .flatMap((definition) => guestOf(definition, { definitions, home, heads }))
}

interface Looking {
  /** Of guests and of their snapshots. */
  readonly definitions: readonly BytePath[]
  readonly home: string
  readonly heads: FileHeads
}

function guestOf(definition: BytePath, { definitions, home, heads }: Looking): readonly FileSet[] {
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
  return [{ kind: 'guest', name: shown, paths: [...new Set(paths)] }]
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

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole)
}

const headBytes = 65_536

/** A chain this long is a circle. */
const longestChain = 64

/**
 * Images of disks, with those that they build on. qcow2: docs/interop/qcow2.txt of QEMU; VMDK: the descriptor is
 * text. `image` itself first; only what is in the tree, whose folder of homes is `home` ("/home").
 */
function imagesOf(image: BytePath, home: string, heads: FileHeads): readonly BytePath[] {
  const found = new Set<BytePath>()
  const open = [image]
  for (let one = open.pop(); one !== undefined && found.size < longestChain; one = open.pop()) {
    if (found.has(one) || !heads.exists(one)) continue
    found.add(one)
    for (const name of namesIn(heads.read(one, headBytes))) open.push(...placeOf(name, one, home))
  }
  return [...found]
}

/** Of a file as an image or a definition names it: below the folder of homes, or nothing. */
function placeOf(name: string, from: BytePath, home: string): readonly BytePath[] {
  const place = name.startsWith('/')
    ? path.posix.normalize(name)
    : path.posix.join(home, path.posix.dirname(from), name)
  return place.startsWith(`${home}/`) ? [place.slice(home.length + 1)] : []
}

function namesIn(head: string): readonly string[] {
  if (head.startsWith('QFI\xfb')) return namesInQcow2(Buffer.from(head, 'latin1'))
  if (!head.startsWith('# Disk DescriptorFile')) return []
  const extents = [...head.matchAll(/^(?:RW|RDONLY|NOACCESS) \d+ [A-Z0-9]+ "([^"\n]+)"/gm)].map(([, name = '']) => name)
  const parent = /^parentFileNameHint="([^"\n]+)"/m.exec(head)?.[1]
  return parent === undefined ? extents : [...extents, parent]
}

/** Bytes 8 to 19: where the name of the backing file stands, and how long it is. Extensions follow the header. */
function namesInQcow2(head: Buffer): readonly string[] {
  const at = Number(head.readBigUInt64BE(8))
  const length = head.readUInt32BE(16)
  const backing = at === 0 || at + length > head.length ? [] : [head.toString('latin1', at, at + length)]
  return [...backing.map((name) => name.replace(/^file:/, '')), ...externalDataOf(head)]
}

const version3HeaderAt = 100

const externalDataName = 0x44415441

/** Header extensions: a type and a length of four bytes each, data padded to eight, ended by type 0. */
function externalDataOf(head: Buffer): readonly string[] {
  if (head.readUInt32BE(4) < 3) return []
  let at = head.readUInt32BE(version3HeaderAt)
  while (at + 8 <= head.length) {
    const [type, length] = [head.readUInt32BE(at), head.readUInt32BE(at + 4)]
    if (type === 0) return []
    if (type === externalDataName) return [head.toString('latin1', at + 8, at + 8 + length)]
    at += 8 + Math.ceil(length / 8) * 8
  }
  return []
}
