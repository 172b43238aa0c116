import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import type { Wording } from '../contract/wording.ts'
import { parseJson } from '../kernel/parse-json.ts'
import { AppError } from '../kernel/app-error.ts'
import { readSudoRule } from '../tools/sudo.ts'
import { idlePriority } from '../tools/idle-priority.ts'
import { connectMachine, type AgentLink, type ConnectedMachine, type Patience } from './connect-machine.ts'
import * as texts from './texts.ts'
import { agentErrorSchema } from '../contract/agent-error.ts'

const lastWordsMs = 2_000
/** idle: for work that nobody waits for. */
export type Priority = 'usual' | 'idle'
const agentProgram = '/usr/lib/pc-switcher/agent'
const ownAgent = ['sudo', '-n', agentProgram] as const

/** How this laptop's agent is started. */
export function ownAgentArgv(priority: Priority): readonly [string, ...string[]] {
  return priority === 'idle' ? [...idlePriority, ...ownAgent] : ownAgent
}

/** Starts this laptop's agent as root. It is stopped by closing its input: the app may not signal root's processes. */
export async function startAgent(
  wording: Wording,
  argv: readonly [string, ...string[]] = ownAgent,
  patience?: Patience,
): Promise<ConnectedMachine> {
  const [file, ...args] = argv
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  let spawnError: Error | undefined
  child.on('error', (error) => {
    spawnError = error
    child.stdout.destroy()
  })
  // Its last words arrive on another stream than its answers, so both must end.
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-2_000)))
  const link: AgentLink = {
    isHere: true,
    fromAgent: child.stdout,
    toAgent: child.stdin,
    close: () => child.stdin.end(),
    whyEnded: async () => {
      await Promise.race([closed, delay(lastWordsMs, undefined, { ref: false })])
      return lastWords(said, wording) ?? (await explainEnd(said, spawnError))
    },
  }
  try {
    return await connectMachine(link, wording, patience)
  } catch (thrown) {
    child.stdin.end()
    throw thrown
  }
}

/** sudo(8) says "a password is required" when the rule for the agent is missing, in the language of the system: -n is English under LC_ALL=C. */
async function explainEnd(said: string, spawnError: Error | undefined): Promise<AppError> {
  if (
    spawnError !== undefined ||
    /password is required|not allowed|not in the sudoers|may not run sudo|no new privileges|command not found/i.test(
      said,
    )
  ) {
    return new AppError({
      code: 'no-sudo',
      ...texts.agentRefusedHere(await ruleThatCounts()),
      details: spawnError?.message ?? said,
    })
  }
  return new AppError({
    code: 'agent-died',
    ...texts.agentStopped,
    details: said,
  })
}

/** Where the rule of sudo stands that is not ours and counts, as far as sudo tells the person. */
async function ruleThatCounts(): Promise<string | undefined> {
  try {
    const rule = await readSudoRule({ command: agentProgram }, [], {})
    return rule.kind === 'asks' || rule.kind === 'none' ? rule.file : undefined
  } catch {
    return undefined
  }
}

/** An agent that cannot serve says why as one JSON line on standard error before it ends. */
export function lastWords(said: string, wording: Wording): AppError | undefined {
  for (const line of said.trimEnd().split('\n').reverse()) {
    // Other programs on the way (sudo, the shell) speak plain text there.
    const parsed = agentErrorSchema.safeParse(parseJson(line))
    if (parsed.success) return wording.error(parsed.data)
  }
  return undefined
}
