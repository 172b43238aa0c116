import { fileURLToPath } from 'node:url'
import { toAppError } from '../kernel/app-error.ts'
import { runAgent } from './run-agent.ts'

try {
  await runAgent(fileURLToPath(import.meta.url))
  process.exit(0)
} catch (thrown) {
  const { code, message, hint, details } = toAppError(thrown)
  process.stderr.write(`${JSON.stringify({ code, message, hint, details })}\n`)
  process.exit(1)
}
