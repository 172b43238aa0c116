/** Writes many files fast, from outside: one process, no child for each, names as bytes. */
import fs from 'node:fs'
import { isErrno } from '../src-main/kernel/errno.ts'

export type Name = string | Buffer

export interface FileOptions {
  readonly mode?: number
  readonly owner?: number
  readonly group?: number
  /** Seconds since 1970. */
  readonly mtime?: number
}

/** Everything of the fill was made at some time after this one (2025-01-01). */
export const epoch = 1_735_689_600

export class TreeWriter {
  private readonly made = new Set<string>()
  private readonly root: string
  private readonly owner: number

  /** `owner` is the number of owner and group of everything that is not told otherwise. */
  constructor(root: string, owner: number) {
    this.root = root
    this.owner = owner
    this.made.add('')
  }

  /** Where a name stands outside. Names are relative to the root and may be any bytes. */
  place(name: Name): Buffer {
    return Buffer.concat([Buffer.from(`${this.root}/`), bytesOf(name)])
  }

  /** Makes a folder and those above it. */
  folder(name: Name, options: FileOptions = {}): void {
    const key = bytesOf(name).toString('latin1')
    if (this.made.has(key)) return
    this.made.add(key)
    this.folderAbove(name)
    const place = this.place(name)
    try {
      fs.mkdirSync(place)
    } catch (error) {
      if (!isExists(error)) throw error
    }
    fs.lchownSync(place, options.owner ?? this.owner, options.group ?? options.owner ?? this.owner)
    fs.chmodSync(place, options.mode ?? 0o755)
  }

  file(name: Name, content: string | Uint8Array, options: FileOptions = {}): void {
    this.folderAbove(name)
    const descriptor = fs.openSync(this.place(name), 'w', 0o600)
    fs.writeSync(descriptor, typeof content === 'string' ? Buffer.from(content) : content)
    this.finish(descriptor, options)
  }

  /** A file of `size` bytes with nothing but holes, and `tail` at its end. */
  sparse(name: Name, size: number, tail: string): void {
    this.folderAbove(name)
    const descriptor = fs.openSync(this.place(name), 'w', 0o600)
    fs.ftruncateSync(descriptor, size)
    fs.writeSync(descriptor, tail, size - Buffer.byteLength(tail))
    this.finish(descriptor, {})
  }

  link(name: Name, target: Name): void {
    this.folderAbove(name)
    fs.symlinkSync(bytesOf(target), this.place(name))
    fs.lchownSync(this.place(name), this.owner, this.owner)
    fs.lutimesSync(this.place(name), epoch, epoch)
  }

  hardLink(name: Name, existing: Name): void {
    this.folderAbove(name)
    fs.linkSync(this.place(existing), this.place(name))
  }

  private finish(descriptor: number, options: FileOptions): void {
    fs.fchownSync(descriptor, options.owner ?? this.owner, options.group ?? options.owner ?? this.owner)
    // After the owner: changing that takes set-id bits away.
    fs.fchmodSync(descriptor, options.mode ?? 0o644)
    const mtime = options.mtime ?? epoch
    fs.futimesSync(descriptor, mtime, mtime)
    fs.closeSync(descriptor)
  }

  private folderAbove(name: Name): void {
    const bytes = bytesOf(name)
    const slash = bytes.lastIndexOf(0x2f)
    if (slash > 0) this.folder(bytes.subarray(0, slash))
  }
}

function bytesOf(name: Name): Buffer {
  return typeof name === 'string' ? Buffer.from(name) : name
}

function isExists(error: unknown): boolean {
  return isErrno(error, 'EEXIST')
}
