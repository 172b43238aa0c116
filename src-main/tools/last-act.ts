/** A command that is left to be run when this process has gone, however it went: killed, or its connection cut. */
import { PassThrough } from 'node:stream'
import type { Message } from '../kernel/message.ts'
import { run } from './run.ts'

export interface LastAct {
  /** It is not run any more. */
  release(): void
}

/**
 * Returns at once. A shell waits at a pipe from this process, and the kernel closes that when the process is gone. Being
 * hung up on, or asked to end together with this process, is no reason for it to end before.
 */
export function leaveLastAct(title: Message, argv: readonly [string, ...string[]]): LastAct {
  const line = new PassThrough()
  const ended = run({
    title,
    argv: ['sh', '-c', `trap '' HUP INT TERM; read -r word || exec "$@"`, 'sh', ...argv],
    cwd: '/',
    input: line,
  })
  // It waits for nothing but us: what goes wrong afterwards nobody is there to hear.
  ended.catch(() => undefined)
  return { release: () => void line.end('released\n') }
}
