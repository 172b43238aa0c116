/** Images of disks, with those that they build on, by what their first bytes say. */
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { FileHeads } from './file-heads.ts'

const headBytes = 65_536

/** A chain this long is a circle. */
const longestChain = 64

/**
 * qcow2: docs/interop/qcow2.txt of QEMU; VMDK: the descriptor is text. `image` itself first; only what is in the tree, whose
 * folder of homes is `home` ("/home").
 */
export function imagesOf(image: BytePath, home: string, heads: FileHeads): readonly BytePath[] {
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
export function placeOf(name: string, from: BytePath, home: string): readonly BytePath[] {
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
