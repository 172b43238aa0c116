/** Programs that use a disk while a test runs; they are killed when it has ended, before the disk goes. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterEach } from 'vitest'

/** It has gone when this resolves. */
export async function killNow(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  if (child.kill('SIGKILL')) await gone
}

export function usersOfDisks() {
  const children: ChildProcess[] = []
  const endAll = async (): Promise<void> => {
    for (const child of children.splice(0)) await killNow(child)
  }
  afterEach(endAll)
  /** A program that somebody runs, once it says that it is ready. */
  const start = async (...[file, ...args]: readonly [string, ...string[]]): Promise<ChildProcess> => {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    await once(child.stdout, 'data')
    return child
  }
  /** A shell that has run this, and stays. */
  const startShell = (script: string) => start('sh', '-c', `${script}; echo ready; exec sleep 1000`)
  return { children, endAll, start, startShell }
}
