/** Who a process is, so that a number that was given out again is not mistaken for it (proc_pid_stat(5)). */
import { z } from 'zod'
import { readIfThere } from '../files/own-file.ts'
import { isErrno } from '../../kernel/errno.ts'
import { unreadableAnswer } from '../run.ts'

/** As it stands in a state file. */
export const processIdentitySchema = z.object({
  pid: z.int().positive(),
  /** Clock ticks after boot at which it started. */
  startTime: z.string(),
  bootId: z.string(),
})
export type ProcessIdentity = z.infer<typeof processIdentitySchema>

export function identifyThisProcess(): ProcessIdentity {
  const startTime = readStartTime(process.pid)
  if (startTime === undefined) throw unreadableAnswer('/proc/self/stat', 'this process is not there')
  return { pid: process.pid, startTime, bootId: readBootId() }
}

/** As part of a file's name: whoever finds it knows whether the process that made it is gone. */
export function nameOfProcess({ pid, startTime, bootId }: ProcessIdentity): string {
  return `${pid}.${startTime}.${bootId}`
}

/** From a name that begins like this; undefined when it does not. */
export function processOfName(name: string): ProcessIdentity | undefined {
  const [pid, startTime, bootId] = name.split('.')
  if (pid === undefined || startTime === undefined || bootId === undefined || !/^\d+$/.test(pid)) return undefined
  return { pid: Number(pid), startTime, bootId }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identity.bootId === readBootId() && readStartTime(identity.pid) === identity.startTime
}

export function isSameProcess(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.pid === other.pid && one.startTime === other.startTime && one.bootId === other.bootId
}

function readBootId(): string {
  const text = readIfThere('/proc/sys/kernel/random/boot_id')
  if (text === undefined) throw unreadableAnswer('/proc/sys/kernel/random/boot_id', 'there is no such file')
  return text.trim()
}

/** Undefined when there is no such process, or only its corpse. */
function readStartTime(pid: number): string | undefined {
  const text = readStat(pid)
  return text === undefined ? undefined : parseStartTime(text)
}

/** The second field is the program's name in brackets and may hold anything, brackets and spaces included. */
export function parseStartTime(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const startTime = fields[19]
  if (state === undefined || startTime === undefined || !/^\d+$/.test(startTime))
    throw unreadableAnswer('/proc/PID/stat', stat)
  return state === 'Z' || state === 'X' ? undefined : startTime
}

/** A process that ends while it is read answers ESRCH. */
function readStat(pid: number): string | undefined {
  try {
    return readIfThere(`/proc/${pid}/stat`)
  } catch (error) {
    if (isErrno(error, 'ESRCH')) return undefined
    throw error
  }
}
