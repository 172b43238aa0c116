/** GNU find (findutils 4.9 and later, for -files0-from) asked as a person: what the kernel lets them do. */
import type { BytePath } from '../../kernel/byte-path.ts'
import { asPerson, type Account } from '../accounts/as-person.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { findRecords } from './find-end.ts'

const mayNot = [
  ...['(', '-type', 'f', '!', '-readable', ')', '-o'],
  ...['(', '-type', 'd', '(', '!', '-readable', '-o', '!', '-executable', ')', ')'],
]

/**
 * Files and folders at and below `start` that the account may not read, relative to `root`; `start` itself where it may not even see
 * that. A link is never in it: its target is not what is read.
 */
export async function findUnreadable(
  { root, start, as }: { readonly root: string; readonly start: BytePath; readonly as: Account },
  options: RunOptions,
): Promise<readonly BytePath[]> {
  const found: BytePath[] = []
  const tests = ['-xdev', '-ignore_readdir_race', '(', ...mayNot, ')', '-printf', '%p\\0']
  const argv = [...asPerson(as), 'find', '-P', '-files0-from', '-', ...tests] as const
  const tell = (path: BytePath) => found.push(path.replace(/^\.\//, ''))
  const { denied } = await findRecords({ title: titles.listFiles({}), argv, root, start }, tell, options)
  return found.length === 0 && denied ? [start] : found
}

/** Whether the account may make something in this folder. */
export async function mayWriteInto(folder: string, as: Account, options: RunOptions): Promise<boolean> {
  const test = ['-maxdepth', '0', '-writable', '-executable', '-printf', 'yes'] as const
  const argv = [...asPerson(as), 'find', '-P', '.', ...test] as const
  const command = { title: titles.listFiles({}), argv, cwd: folder, exitCodes: [0, 1] }
  return (await run(command, options)).stdout === 'yes'
}
