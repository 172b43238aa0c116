import { fileURLToPath } from 'node:url'
import { toAgentError } from '../contract/agent-error.ts'
import { runAgent } from './run-agent.ts'
import { runScheduled } from './run-scheduled.ts'

/** Given by our own systemd unit alone: sudo's rule and the door start this program without any argument. */
const scheduled = 'scheduled-snapshot'

try {
  await (process.argv[2] === scheduled ? runScheduled() : runAgent(fileURLToPath(import.meta.url)))
  process.exit(0)
} catch (thrown) {
  process.stderr.write(`${JSON.stringify(toAgentError(thrown))}\n`)
  process.exit(1)
}
