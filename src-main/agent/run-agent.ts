/**
 * The agent: the same program on both laptops, as root, started through sudo or the door. It answers the verbs of all
 * capabilities over its standard input and output and ends when its input ends. Nothing of pairs or switches is here.
 */
import { Console } from 'node:console'
import { serveAgent } from '../machine/serve-agent.ts'
import { openHost } from './agent-host.ts'
import { trimMemory } from '../kernel/trim-memory.ts'
import { readHello } from './host-facts.ts'
import type { JoinedAgent } from './join-capabilities.ts'
import { logSetAside } from './log-set-aside.ts'

export async function runAgent(program: string, { answers, atStart }: JoinedAgent): Promise<void> {
  // Standard output belongs to the protocol alone.
  globalThis.console = new Console(process.stderr, process.stderr)
  const [hello, host] = await Promise.all([readHello(program), openHost()])
  logSetAside(host.logger)
  void atStart(host)
  trimMemory()
  await serveAgent(process.stdin, process.stdout, { hello, answers, host })
}
