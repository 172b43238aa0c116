/** Streams as `btrfs send` writes them (fs/btrfs/send.h of the kernel), but of anything that whoever makes one may put into it. */

const attribute = {
  uuid: 1,
  generation: 2,
  inode: 3,
  mode: 5,
  device: 8,
  path: 15,
  pathTo: 16,
  pathLink: 17,
  offset: 18,
  data: 19,
}

type Attributes = Partial<Record<keyof typeof attribute, Buffer | string>>

const number = (value: number | bigint): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

/** CRC-32C from 0, without the two inversions, as the kernel writes it here. */
function checksumOf(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return crc >>> 0
}

function command(kind: number, attributes: Attributes): Buffer {
  const body = Object.entries(attribute).flatMap(([name, id]) => {
    const value = attributes[name as keyof typeof attribute]
    if (value === undefined) return []
    const bytes = Buffer.from(value)
    const head = Buffer.alloc(4)
    head.writeUInt16LE(id, 0)
    head.writeUInt16LE(bytes.length, 2)
    return [head, bytes]
  })
  const whole = Buffer.concat([Buffer.alloc(10), ...body])
  whole.writeUInt32LE(whole.length - 10, 0)
  whole.writeUInt16LE(kind, 4)
  whole.writeUInt32LE(checksumOf(whole), 6)
  return whole
}

export const makeFile = (path: string): Buffer => command(3, { path, inode: number(300) })
export const makeDevice = (path: string, mode: number, device: number): Buffer =>
  command(5, { path, inode: number(300), mode: number(mode), device: number(device) })
export const makeLink = (path: string, pathLink: string): Buffer => command(8, { path, pathLink, inode: number(300) })
export const rename = (path: string, pathTo: string): Buffer => command(9, { path, pathTo })
export const unlink = (path: string): Buffer => command(11, { path })
export const write = (path: string, data: string): Buffer => command(15, { path, data, offset: number(0) })
export const changeMode = (path: string, mode: number): Buffer => command(18, { path, mode: number(mode) })

/** Of one new subvolume. */
export function streamOf(name: string, commands: readonly Buffer[]): Buffer {
  const version = Buffer.from([1, 0, 0, 0])
  const subvolume = command(1, { path: name, uuid: Buffer.alloc(16, 7), generation: number(9) })
  return Buffer.concat([Buffer.from('btrfs-stream\0'), version, subvolume, ...commands, command(21, {})])
}
