/** An inventory of which the bytes are not those that were written: nothing is built upon it, and it is set aside. */
import { hash } from 'node:crypto'
import { closeSync, readSync } from 'node:fs'
import { openOwn } from '../../../../tools/files/own-file.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { setAside } from '../../../../tools/files/set-aside.ts'
import { giveSignOfLife } from '../../../../tools/sign-of-life.ts'
import { homeMessages } from '../../messages.ts'
import type { Stretch } from './stretch.ts'

export function outlineFile(inventory: string): string {
  return `${inventory}.outline.json`
}

export function setAsideInventory(file: string): void {
  for (const one of [file, outlineFile(file)]) {
    setAside(one, `${one} is damaged. All of /home is listed, or an earlier list is used.`)
  }
}

/** AppError "plan-expired" that `isListDamage` knows; the inventory was set aside. */
export function isListDamage(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && thrown.problem?.id === homeMessages.listDamaged.id
}

/** What `read` gives of an inventory; where the disk does not give it, the inventory is damaged. */
export function readUndamaged<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (isErrno(error, 'EIO')) throw damaged(file)
    throw error
  }
}

/** Fewer where the file ends before. */
export function readRange(descriptor: number, range: Pick<Stretch, 'start' | 'end'>, file: string): Buffer {
  return readUndamaged(file, () => readBytes(descriptor, range))
}

/** The bytes of one stretch, as they were written. */
export function readStretch(descriptor: number, stretch: Stretch, file: string): Buffer {
  const bytes = readRange(descriptor, stretch, file)
  if (!isAsWritten(bytes, stretch)) throw damaged(file)
  return bytes
}

/** Reads all of it. */
export function areAsWritten(file: string, stretches: readonly Stretch[]): boolean {
  const descriptor = openOwn(file)
  try {
    return stretches.every((stretch) => {
      giveSignOfLife()
      return isAsWritten(readBytes(descriptor, stretch), stretch)
    })
  } catch (error) {
    if (isErrno(error, 'EIO')) return false
    throw error
  } finally {
    closeSync(descriptor)
  }
}

function isAsWritten(bytes: Buffer, { exact }: Stretch): boolean {
  return hash('sha1', bytes) === exact
}

function readBytes(descriptor: number, { start, end }: Pick<Stretch, 'start' | 'end'>): Buffer {
  const bytes = Buffer.alloc(Math.max(0, end - start))
  let done = 0
  while (done < bytes.length) {
    const count = readSync(descriptor, bytes, done, bytes.length - done, start + done)
    if (count === 0) break
    done += count
  }
  return bytes.subarray(0, done)
}

function damaged(file: string): AppError {
  setAsideInventory(file)
  return homeMessages.listDamaged({}, { details: file })
}
