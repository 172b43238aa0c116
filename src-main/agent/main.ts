import { fileURLToPath } from 'node:url'
import { toAgentError } from '../contract/agent-error.ts'
import { agentCapabilities } from './capabilities.ts'
import { joinAgent } from './join-capabilities.ts'
import { runAgent } from './run-agent.ts'
import { runScheduled } from './run-scheduled.ts'

/** Given by our own systemd unit alone: sudo's rule and the door start this program without any argument. */
const [word, name] = process.argv.slice(2)

async function main(): Promise<void> {
  const joined = joinAgent(agentCapabilities)
  await (word === 'scheduled' ? runScheduled(name, joined) : runAgent(fileURLToPath(import.meta.url), joined))
}

main().then(
  () => process.exit(0),
  (thrown: unknown) => {
    process.stderr.write(`${JSON.stringify(toAgentError(thrown))}\n`)
    process.exit(1)
  },
)
