/** The two practice laptops that are measured, and commands on them. */
import type { Host } from '../practice/layout.ts'
import { execOn } from '../practice/pair.ts'
import type { Argv } from '../practice/run.ts'

export interface Laptops {
  readonly pair: string
  readonly from: Host
  readonly to: Host
}

/** Runs a command as root and expects it to work. */
export async function on(pair: string, host: Host, argv: Argv, input = ''): Promise<{ readonly stdout: string }> {
  const { exitCode, stdout, stderr } = await execOn(host, argv, { name: pair, input })
  if (exitCode === 0) return { stdout }
  throw new Error(`${argv.join(' ')} on ${host} ended with ${exitCode}: ${stderr.slice(-2_000)}`)
}
