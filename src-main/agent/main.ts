import { fileURLToPath } from 'node:url'
import { toAppError } from '../kernel/app-error.ts'
import { runAgent } from './run-agent.ts'
import { runScheduled } from './run-scheduled.ts'

/** Given by our own systemd unit alone: sudo's rule and the door start this program without any argument. */
const scheduled = 'scheduled-snapshot'

try {
  await (process.argv[2] === scheduled ? runScheduled() : runAgent(fileURLToPath(import.meta.url)))
  process.exit(0)
} catch (thrown) {
  const { code, message, hint, details } = toAppError(thrown)
  process.stderr.write(`${JSON.stringify({ code, message, hint, details })}\n`)
  process.exit(1)
}
